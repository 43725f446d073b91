using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about instructions, for .NET services.</summary>
[GrainType("orleans-batch.instruction-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class InstructionServiceGrain(IInstructionClient instructions) : Grain, IInstructionServiceGrain
{
    public async ValueTask<IReadOnlyList<Instruction>> ListInstructionsAsync(
        ProjectId project, InstructionKind kind, GraphTarget? target, CancellationToken cancellationToken) =>
        (await instructions.ListInstructionsAsync(project, kind, target, cancellationToken)).ToArray();

    public ValueTask AddInstructionsAsync(
        ProjectId project,
        InstructionKind kind,
        OntologyScope scope,
        IReadOnlyList<Instruction> instructionsToAdd,
        CancellationToken cancellationToken) =>
        instructions.AddInstructionsAsync(project, kind, scope, instructionsToAdd, cancellationToken);

    public ValueTask DeleteInstructionsAsync(
        ProjectId project, InstructionKind kind, OntologyScope scope, IReadOnlyList<string> names, CancellationToken cancellationToken) =>
        instructions.DeleteInstructionsAsync(project, kind, scope, names, cancellationToken);

    public ValueTask SetInstructionsAsync(
        ProjectId project,
        InstructionKind kind,
        OntologyScope scope,
        IReadOnlyList<Instruction> changed,
        CancellationToken cancellationToken) =>
        instructions.SetInstructionsAsync(project, kind, scope, changed, cancellationToken);
}
