namespace Orleans.Batch.Graphs;

/// <summary>Facts and nodes that callers write: validates input and calls the store.</summary>
internal sealed class FactService(IFactStore store, IEdgeStore edges, INodeStore nodes) : IFactClient
{
    /// <inheritdoc/>
    public async ValueTask<IdempotentResult<IReadOnlyList<AddedFact>>> AddFactsAsync(
        ProjectId project, IReadOnlyList<NewFact> facts, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        FactWriteRules.Check(facts);
        var call = await GraphGuard.FindAsync(
            facts[0].Target, () => store.AddFactsAsync(project, facts, NewCall(), key, cancellationToken));
        var added = new List<AddedFact>(facts.Count);
        foreach (var written in call.Written.Chunk(WrittenCall.OfFact))
        {
            added.Add(await ServiceGuard.RunAsync(async () => new AddedFact(
                call.TaskId,
                await edges.FindEdgeAsync(project, written[0], cancellationToken),
                await nodes.FindNodeAsync(project, written[1], cancellationToken),
                await nodes.FindNodeAsync(project, written[2], cancellationToken))));
        }

        return new IdempotentResult<IReadOnlyList<AddedFact>>(added, call.Earlier);
    }

    /// <inheritdoc/>
    public async ValueTask<IdempotentResult<AddedNodes>> AddNodesAsync(
        ProjectId project, GraphTarget target, IReadOnlyList<NewNode> nodes, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        QueryRules.Require(target);
        FactWriteRules.Check(nodes);
        var call = await GraphGuard.FindAsync(
            target, () => store.AddNodesAsync(project, target, nodes, NewCall(), key, cancellationToken));
        return new IdempotentResult<AddedNodes>(new AddedNodes(call.TaskId, call.Written), call.Earlier);
    }

    /// <inheritdoc/>
    public ValueTask<EntityEdge> UpdateEdgeAsync(
        ProjectId project, Guid edgeUuid, EdgeFields fields, CancellationToken cancellationToken)
    {
        FactWriteRules.Check(fields);
        return ServiceGuard.FindAsync(
            "edge", edgeUuid.ToString(), () => store.UpdateEdgeAsync(project, edgeUuid, fields, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<EntityNode> UpdateNodeAsync(
        ProjectId project, Guid nodeUuid, NodeFields fields, CancellationToken cancellationToken)
    {
        FactWriteRules.Check(fields);
        return ServiceGuard.FindAsync(
            "node", nodeUuid.ToString(), () => store.UpdateNodeAsync(project, nodeUuid, fields, cancellationToken));
    }

    private static WrittenCall NewCall() => new(Guid.CreateVersion7(), []);
}
