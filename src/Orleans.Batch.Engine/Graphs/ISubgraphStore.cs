namespace Orleans.Batch.Graphs;

/// <summary>Parts and copies of graphs. Null means that there is no such graph.</summary>
public interface ISubgraphStore
{
    /// <inheritdoc cref="ISubgraphClient.GetSubgraphAsync"/>
    ValueTask<Subgraph?> FindSubgraphAsync(
        ProjectId project, GraphTarget target, SubgraphQuery query, CancellationToken cancellationToken);

    /// <summary>Copies a graph into an empty one, once for each task.</summary>
    ValueTask<Guid?> CloneGraphAsync(
        ProjectId project, GraphTarget source, GraphTarget target, Guid taskId, CancellationToken cancellationToken);

    /// <summary>Records that a graph was prepared for reading, once for each task.</summary>
    ValueTask<Guid?> WarmGraphAsync(ProjectId project, GraphTarget target, Guid taskId, CancellationToken cancellationToken);
}
