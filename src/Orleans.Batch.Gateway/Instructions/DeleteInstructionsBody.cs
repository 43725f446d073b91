namespace Orleans.Batch.Gateway.Instructions;

/// <summary>The bodies that delete instructions.</summary>
internal static class DeleteInstructionsBody
{
    /// <summary>For extraction.</summary>
    public static BodyTable<Draft> Custom { get; } =
        Add(InstructionScope.Custom<Draft>("DeleteCustomInstructionsRequest", "Which instructions to delete.", Scope));

    /// <summary>For summaries of users.</summary>
    public static BodyTable<Draft> UserSummary { get; } =
        Add(InstructionScope.UserSummary<Draft>("DeleteUserInstructionsRequest", "Which instructions to delete.", Scope));

    private static void Scope(ref Draft body, InstructionScope.Change change) => body.Scope = change(body.Scope);

    private static BodyTable<Draft> Add(BodyTable<Draft> table) =>
        table.Ids("instruction_names", "Their names; all instructions where there are none.", static (ref b, v) => b.Names = v);

    internal struct Draft()
    {
        public OntologyScope Scope = OntologyScope.Project;
        public IReadOnlyList<string> Names = [];
    }
}
