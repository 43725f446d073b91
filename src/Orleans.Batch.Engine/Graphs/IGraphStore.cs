namespace Orleans.Batch.Graphs;

/// <summary>Standalone graphs. Input is already checked.</summary>
public interface IGraphStore
{
    /// <inheritdoc cref="IGraphClient.CreateGraphAsync"/>
    ValueTask<Graph> CreateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken);

    /// <summary>One standalone graph, or null.</summary>
    ValueTask<Graph?> FindGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken);

    /// <summary>Changes the fields that are given; null when there is no such graph.</summary>
    ValueTask<Graph?> UpdateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken);

    /// <inheritdoc cref="IGraphClient.ListGraphsAsync"/>
    ValueTask<GraphPage> ListGraphsAsync(ProjectId project, GraphQuery query, CancellationToken cancellationToken);
}
