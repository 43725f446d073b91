namespace Orleans.Batch.Gateway.Tests;

/// <summary>Accepts what callers write, and remembers it.</summary>
internal sealed class FakeWrites(FakeRealtime realtime) : IFactClient, IInstructionClient, ISubgraphClient, IProjectInfoClient
{
    private static readonly Guid Task = Guid.Parse("44444444-4444-7444-8444-444444444444");

    public List<object> Written { get; } = [];

    public ValueTask<IdempotentResult<IReadOnlyList<AddedFact>>> AddFactsAsync(
        ProjectId project, IReadOnlyList<NewFact> facts, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        Written.AddRange(facts);
        realtime.Ended.Add(Task);
        return new(new IdempotentResult<IReadOnlyList<AddedFact>>(
            [.. facts.Select(_ => new AddedFact(Task, FakeMemory.Edge, FakeMemory.Node, FakeMemory.Node))], Replayed: false));
    }

    public ValueTask<IdempotentResult<AddedNodes>> AddNodesAsync(
        ProjectId project, GraphTarget target, IReadOnlyList<NewNode> nodes, IdempotencyKey? key, CancellationToken cancellationToken)
    {
        Written.AddRange(nodes);
        realtime.Ended.Add(Task);
        return new(new IdempotentResult<AddedNodes>(new AddedNodes(Task, [.. nodes.Select(_ => FakeMemory.Node.Uuid)]), Replayed: false));
    }

    public ValueTask<EntityEdge> UpdateEdgeAsync(
        ProjectId project, Guid edgeUuid, EdgeFields fields, CancellationToken cancellationToken)
    {
        Written.Add(fields);
        return new(FakeMemory.Edge with { Attributes = fields.Attributes });
    }

    public ValueTask<EntityNode> UpdateNodeAsync(
        ProjectId project, Guid nodeUuid, NodeFields fields, CancellationToken cancellationToken)
    {
        Written.Add(fields);
        return new(FakeMemory.Node);
    }

    public ValueTask<IReadOnlyList<Instruction>> ListInstructionsAsync(
        ProjectId project, InstructionKind kind, GraphTarget? target, CancellationToken cancellationToken) =>
        new([new Instruction("short", kind.ToString())]);

    public ValueTask AddInstructionsAsync(
        ProjectId project,
        InstructionKind kind,
        OntologyScope scope,
        IReadOnlyList<Instruction> instructions,
        CancellationToken cancellationToken)
    {
        Written.AddRange(instructions);
        return default;
    }

    public ValueTask SetInstructionsAsync(
        ProjectId project,
        InstructionKind kind,
        OntologyScope scope,
        IReadOnlyList<Instruction> instructions,
        CancellationToken cancellationToken)
    {
        Written.AddRange(instructions);
        return default;
    }

    public ValueTask CopyGraphAsync(
        ProjectId project, GraphTarget source, string targetGraphId, Guid taskId, CancellationToken cancellationToken) => Record(taskId);

    public ValueTask WarmGraphAsync(ProjectId project, GraphTarget target, Guid taskId, CancellationToken cancellationToken) => Record(taskId);

    public ValueTask DeleteInstructionsAsync(
        ProjectId project, InstructionKind kind, OntologyScope scope, IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        Written.AddRange(names);
        return default;
    }

    public ValueTask<Subgraph> GetSubgraphAsync(
        ProjectId project, GraphTarget target, SubgraphQuery query, CancellationToken cancellationToken)
    {
        Written.Add(query);
        return new(new Subgraph([FakeMemory.Node], [FakeMemory.Edge], "max_nodes"));
    }

    public ValueTask<Guid> CloneGraphAsync(
        ProjectId project, GraphTarget source, GraphTarget target, CancellationToken cancellationToken) => new(Task);

    public ValueTask<ProjectInfo> GetProjectAsync(ProjectId project, CancellationToken cancellationToken) =>
        new(new ProjectInfo(Guid.Empty, "default", FakeService.Now, null, null));

    public ValueTask<ProjectModels> GetModelsAsync(ProjectId project, CancellationToken cancellationToken) =>
        new(new ProjectModels(
            ExtractionMode.Model, "local", [new ModelOffer("local", new WindowSize(20, 1_500), 60, null, new ModelPrices(0.5m, 2))]));

    public ValueTask<ProjectInfo> UpdateProjectAsync(
        ProjectId project, ProjectInfoChanges changes, CancellationToken cancellationToken) =>
        new(new ProjectInfo(Guid.Empty, "default", FakeService.Now, changes.DefaultTimeZone, changes.Description));

    private ValueTask Record(Guid taskId)
    {
        realtime.Ended.Add(taskId);
        return default;
    }
}
