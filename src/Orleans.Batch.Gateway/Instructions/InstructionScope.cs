namespace Orleans.Batch.Gateway.Instructions;

/// <summary>The fields that say what instructions are for.</summary>
internal static class InstructionScope
{
    /// <summary>Changes a scope.</summary>
    public delegate OntologyScope Change(OntologyScope scope);

    /// <summary>Applies a change to the scope of a body.</summary>
    public delegate void Setter<T>(ref T body, Change change);

    /// <summary>A body about graphs and users.</summary>
    public static BodyTable<T> Custom<T>(string name, string description, Setter<T> set) => UserSummary(name, description, set)
        .Ids("graph_ids", "These graphs.", (ref body, ids) => set(ref body, s => s with { GraphIds = ids }));

    /// <summary>A body about users.</summary>
    public static BodyTable<T> UserSummary<T>(string name, string description, Setter<T> set) => new BodyTable<T>(name, description)
        .Ids("user_ids", "These users. With none of them and no graphs: the project.", (ref body, ids) => set(ref body, s => s with { UserIds = ids }));

    /// <summary>A list of texts; null is an empty one.</summary>
    public static BodyTable<T> Ids<T>(this BodyTable<T> table, string name, string description, FieldSetter<T, IReadOnlyList<string>> set) =>
        table.List<string>(name, description, ValueSchema.Text(Limits.IdLength), Read, (ref body, v) => set(ref body, v ?? []), new ListLimit(Limits.DeclarationTargets));

    private static void Read(ref JsonCursor cursor, string field, List<string> texts)
    {
        if (cursor.ShortText(field, Limits.IdLength) is { } text)
        {
            texts.Add(text);
        }
    }
}
