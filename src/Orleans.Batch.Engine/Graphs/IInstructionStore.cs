namespace Orleans.Batch.Graphs;

/// <summary>Instructions to models. Input is already checked.</summary>
public interface IInstructionStore
{
    /// <summary>The instructions of one scope; null when there is no such graph.</summary>
    ValueTask<IReadOnlyList<Instruction>?> FindInstructionsAsync(
        ProjectId project, InstructionKind kind, GraphTarget? target, CancellationToken cancellationToken);

    /// <inheritdoc cref="IInstructionClient.AddInstructionsAsync"/>
    /// <exception cref="BatchServiceException">A graph or user of the scope does not exist; then nothing is changed.</exception>
    ValueTask AddInstructionsAsync(
        ProjectId project,
        InstructionKind kind,
        OntologyScope scope,
        IReadOnlyList<Instruction> instructions,
        CancellationToken cancellationToken);

    /// <inheritdoc cref="IInstructionClient.SetInstructionsAsync"/>
    /// <exception cref="BatchServiceException">A graph or user of the scope does not exist; then nothing is changed.</exception>
    ValueTask SetInstructionsAsync(
        ProjectId project,
        InstructionKind kind,
        OntologyScope scope,
        IReadOnlyList<Instruction> instructions,
        CancellationToken cancellationToken);

    /// <inheritdoc cref="IInstructionClient.DeleteInstructionsAsync"/>
    /// <exception cref="BatchServiceException">A graph or user of the scope does not exist; then nothing is changed.</exception>
    ValueTask DeleteInstructionsAsync(
        ProjectId project, InstructionKind kind, OntologyScope scope, IReadOnlyList<string> names, CancellationToken cancellationToken);
}
