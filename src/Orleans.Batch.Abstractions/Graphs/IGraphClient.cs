namespace Orleans.Batch;

/// <summary>
/// Standalone graphs. Calls are confined to <see cref="ProjectId"/>; refusals are <see cref="BatchServiceException"/>.
/// When a call returns, its result is durable.
/// </summary>
public interface IGraphClient
{
    /// <summary>Creates a standalone graph; an id in use is refused as "already exists".</summary>
    ValueTask<Graph> CreateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken);

    /// <summary>One standalone graph.</summary>
    ValueTask<Graph> GetGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken);

    /// <summary>Changes the fields that are given.</summary>
    ValueTask<Graph> UpdateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken);

    /// <summary>Deletes a standalone graph; items on their way there are canceled.</summary>
    ValueTask DeleteGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken);

    /// <summary>Lists standalone graphs.</summary>
    ValueTask<GraphPage> ListGraphsAsync(ProjectId project, GraphQuery query, CancellationToken cancellationToken);
}
