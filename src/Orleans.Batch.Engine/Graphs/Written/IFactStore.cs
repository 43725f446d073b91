namespace Orleans.Batch.Graphs;

/// <summary>What callers write into graphs themselves. Input is already checked; null means that there is no such graph, node or edge.</summary>
public interface IFactStore
{
    /// <summary>Writes facts of one graph with their episodes and a task that has ended, in one transaction.</summary>
    /// <exception cref="BatchServiceException">A node that a fact names by identity does not exist.</exception>
    ValueTask<WrittenCall?> AddFactsAsync(
        ProjectId project, IReadOnlyList<NewFact> facts, WrittenCall ids, IdempotencyKey? key, CancellationToken cancellationToken);

    /// <summary>Writes nodes with their episodes and a task that has ended, in one transaction.</summary>
    ValueTask<WrittenCall?> AddNodesAsync(
        ProjectId project,
        GraphTarget target,
        IReadOnlyList<NewNode> nodes,
        WrittenCall ids,
        IdempotencyKey? key,
        CancellationToken cancellationToken);

    /// <inheritdoc cref="IFactClient.UpdateEdgeAsync"/>
    ValueTask<EntityEdge?> UpdateEdgeAsync(
        ProjectId project, Guid edgeUuid, EdgeFields fields, CancellationToken cancellationToken);

    /// <inheritdoc cref="IFactClient.UpdateNodeAsync"/>
    ValueTask<EntityNode?> UpdateNodeAsync(
        ProjectId project, Guid nodeUuid, NodeFields fields, CancellationToken cancellationToken);
}

/// <summary>A call that writes facts or nodes.</summary>
/// <param name="TaskId">Its task.</param>
/// <param name="Written">The edge and the two nodes of each fact, or its nodes; empty before the call.</param>
/// <param name="Earlier">Whether an earlier call with the same key wrote them.</param>
public sealed record WrittenCall(Guid TaskId, IReadOnlyList<Guid> Written, bool Earlier = false)
{
    /// <summary>How many identities a fact has.</summary>
    public const int OfFact = 3;
}
