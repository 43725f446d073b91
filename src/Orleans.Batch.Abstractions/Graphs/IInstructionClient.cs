namespace Orleans.Batch;

/// <summary>
/// Instructions to models, of projects, graphs and users; they apply to what is added in real time and by batches alike. Calls
/// are confined to <see cref="ProjectId"/>; refusals are <see cref="BatchServiceException"/>. When a call returns, its result is
/// durable.
/// </summary>
public interface IInstructionClient
{
    /// <summary>The instructions of one scope, by name; of the project where <paramref name="target"/> is null.</summary>
    ValueTask<IReadOnlyList<Instruction>> ListInstructionsAsync(
        ProjectId project, InstructionKind kind, GraphTarget? target, CancellationToken cancellationToken);

    /// <summary>Adds instructions to each graph and user of the scope; one of the same name is replaced. At most 100 each.</summary>
    ValueTask AddInstructionsAsync(
        ProjectId project,
        InstructionKind kind,
        OntologyScope scope,
        IReadOnlyList<Instruction> instructions,
        CancellationToken cancellationToken);

    /// <summary>Replaces the instructions of each graph and user of the scope.</summary>
    ValueTask SetInstructionsAsync(
        ProjectId project,
        InstructionKind kind,
        OntologyScope scope,
        IReadOnlyList<Instruction> instructions,
        CancellationToken cancellationToken);

    /// <summary>Deletes instructions of these names from the scope; all of them where there are no names.</summary>
    ValueTask DeleteInstructionsAsync(
        ProjectId project, InstructionKind kind, OntologyScope scope, IReadOnlyList<string> names, CancellationToken cancellationToken);
}
