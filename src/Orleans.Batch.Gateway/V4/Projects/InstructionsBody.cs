using Orleans.Batch.Gateway.Instructions;

namespace Orleans.Batch.Gateway.V4.Projects;

/// <summary>Instructions, which replace those before; an absent list is empty.</summary>
internal static class InstructionsBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("InstructionsInput", "Instructions to models; they replace those before.")
        .List<Instruction>(
            "instructions",
            "The instructions; an empty list removes all.",
            ValueSchema.Of(AddInstructionsBody.Instruction),
            Read,
            static (ref b, v) => b.Instructions = v,
            new ListLimit(Limits.Instructions));

    public static IReadOnlyList<Instruction> Parse(ReadOnlySpan<byte> body) => Table.Parse(body, default).Instructions ?? [];

    private static void Read(ref JsonCursor cursor, string field, List<Instruction> instructions)
    {
        if (AddInstructionsBody.Read(ref cursor) is { } instruction)
        {
            instructions.Add(instruction);
        }
    }

    internal struct Draft
    {
        public IReadOnlyList<Instruction>? Instructions;
    }
}
