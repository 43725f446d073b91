namespace Orleans.Batch;

/// <summary>
/// Facts and nodes that callers write themselves. Each is stated by an episode made for it, so it is deleted, listed and
/// found like one that was extracted. Calls are confined to <see cref="ProjectId"/>; refusals are <see
/// cref="BatchServiceException"/>. When a call returns, its result is durable.
/// </summary>
public interface IFactClient
{
    /// <summary>Writes facts: all of them or none.</summary>
    /// <param name="project">The caller's project.</param>
    /// <param name="facts">1 to 100 facts of one graph.</param>
    /// <param name="key">The idempotency key: repeats get the first answer. Null: each call writes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <returns>The facts in the same order, with the task of the call.</returns>
    ValueTask<IdempotentResult<IReadOnlyList<AddedFact>>> AddFactsAsync(
        ProjectId project, IReadOnlyList<NewFact> facts, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Writes nodes: all of them or none.</summary>
    /// <param name="project">The caller's project.</param>
    /// <param name="target">The graph.</param>
    /// <param name="nodes">1 to 100 nodes.</param>
    /// <param name="key">The idempotency key: repeats get the first answer. Null: each call writes.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IdempotentResult<AddedNodes>> AddNodesAsync(
        ProjectId project, GraphTarget target, IReadOnlyList<NewNode> nodes, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Changes the fields of an edge that are given; refused where its dates would overlap those of another fact.</summary>
    ValueTask<EntityEdge> UpdateEdgeAsync(ProjectId project, Guid edgeUuid, EdgeFields fields, CancellationToken cancellationToken);

    /// <summary>Changes the fields of a node that are given.</summary>
    ValueTask<EntityNode> UpdateNodeAsync(ProjectId project, Guid nodeUuid, NodeFields fields, CancellationToken cancellationToken);
}
