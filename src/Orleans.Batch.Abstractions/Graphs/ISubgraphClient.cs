namespace Orleans.Batch;

/// <summary>
/// Parts and copies of graphs. Calls are confined to <see cref="ProjectId"/>; refusals are <see cref="BatchServiceException"/>.
/// </summary>
public interface ISubgraphClient
{
    /// <summary>The surroundings of some nodes.</summary>
    ValueTask<Subgraph> GetSubgraphAsync(
        ProjectId project, GraphTarget target, SubgraphQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Copies a graph, with its episodes, nodes and facts, into a new one; threads are not copied. What is still on its way into the
    /// source is not part of the copy. When the call returns, the copy is durable.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="source">The graph to copy.</param>
    /// <param name="target">The graph or user to create; an id in use is refused as "already exists".</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>Its task, which has ended.</returns>
    ValueTask<Guid> CloneGraphAsync(
        ProjectId project, GraphTarget source, GraphTarget target, CancellationToken cancellationToken);

    /// <summary>
    /// Copies a graph into a standalone one that exists and is empty, as <see cref="CloneGraphAsync"/> does; where it fails, that one is
    /// deleted. A repeat with the same task's identity changes nothing.
    /// </summary>
    ValueTask CopyGraphAsync(
        ProjectId project, GraphTarget source, string targetGraphId, Guid taskId, CancellationToken cancellationToken);

    /// <summary>Prepares a graph for reading: nothing has to be loaded, so only a task that has ended is recorded.</summary>
    ValueTask WarmGraphAsync(ProjectId project, GraphTarget target, Guid taskId, CancellationToken cancellationToken);
}
