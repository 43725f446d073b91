namespace Orleans.Batch.Gateway.Graphs;

/// <summary>Lists of declared types in a body.</summary>
internal static class DeclaredTypeFields
{
    private const int MaxTypesBytes = 256 * 1024;

    /// <summary>A list of types, kept as it is written.</summary>
    public static BodyTable<T> DeclaredTypes<T>(this BodyTable<T> table, string name, FieldSetter<T, JsonText?> set) => table.Value(
        name,
        "Kept as they are written; at most 10, unless the server is set up for more.",
        ValueSchema.List(ValueSchema.Of(DeclaredTypeSchema.Type)),
        static (ref cursor, label) => cursor.ArrayText(label, MaxTypesBytes),
        set);
}
