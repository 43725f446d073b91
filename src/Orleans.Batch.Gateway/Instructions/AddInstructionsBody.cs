namespace Orleans.Batch.Gateway.Instructions;

/// <summary>The bodies that add instructions.</summary>
internal static class AddInstructionsBody
{
    /// <summary>One instruction.</summary>
    public static readonly BodyTable<Entry> Instruction = new BodyTable<Entry>("InstructionRequest", "An instruction to a model.")
        .RawText("name", Limits.NameLength, "Its name; one of the same name is replaced.", static (ref i, v) => i.Name = v).Required()
        .RawText("text", Limits.DescriptionLength, "The instruction.", static (ref i, v) => i.Text = v).Required();

    /// <summary>For extraction.</summary>
    public static BodyTable<Draft> Custom { get; } = Add(InstructionScope.Custom<Draft>("AddCustomInstructionsRequest", "Instructions to add.", Scope));

    /// <summary>For summaries of users.</summary>
    public static BodyTable<Draft> UserSummary { get; } = Add(InstructionScope.UserSummary<Draft>("AddUserInstructionsRequest", "Instructions to add.", Scope));

    private static void Scope(ref Draft body, InstructionScope.Change change) => body.Scope = change(body.Scope);

    private static BodyTable<Draft> Add(BodyTable<Draft> table) => table.Items(
        "instructions",
        "The instructions.",
        Instruction,
        Read,
        static (ref b, v) => b.Instructions = v,
        new ItemLimit(Limits.Instructions, "instruction", "a project, graph or user cannot have more")).Required();

    /// <summary>Reads one; null where it has a problem.</summary>
    public static Instruction? Read(ref JsonCursor cursor)
    {
        var before = cursor.Problems.Count;
        var entry = default(Entry);
        return !Instruction.Read(ref cursor, null, "an instruction", ref entry) || cursor.Problems.Count > before
            ? null
            : new Instruction(entry.Name!, entry.Text!);
    }

    internal struct Draft()
    {
        public OntologyScope Scope = OntologyScope.Project;
        public List<Instruction>? Instructions;
    }

    internal struct Entry
    {
        public string? Name;
        public string? Text;
    }
}
