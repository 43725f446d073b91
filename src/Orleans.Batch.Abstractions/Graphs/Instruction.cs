namespace Orleans.Batch;

/// <summary>What instructions are for. The numbers are stored; they never change.</summary>
[GenerateSerializer]
[Alias("orleans-batch.instruction-kind.v1")]
public enum InstructionKind : short
{
    /// <summary>Summaries of users.</summary>
    UserSummary = 0,

    /// <summary>Extraction.</summary>
    Custom = 1,
}

/// <summary>An instruction to a model. It is kept and returned; nothing here applies it until a model extracts.</summary>
/// <param name="Name">Its name, unique in its scope; at most 500 code points.</param>
/// <param name="Text">The instruction, at most 5,000 code points.</param>
[GenerateSerializer]
[Alias("orleans-batch.instruction.v1")]
[Immutable]
public sealed record Instruction([property: Id(0)] string Name, [property: Id(1)] string Text);
