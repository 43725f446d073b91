namespace Orleans.Batch.Gateway.Graphs;

/// <summary>The fields of every list that is asked for by a body.</summary>
internal static class PageFields
{
    private enum Sort
    {
        Asc,
        Desc,
    }

    /// <summary>The cursor; null where it is absent or empty.</summary>
    public static BodyTable<T> Cursor<T>(this BodyTable<T> table, FieldSetter<T, string?> set) => table.Text(
        "cursor", Limits.CursorLength, "The header Zep-Next-Cursor of the previous page.", (ref body, v) => set(ref body, v is { Length: > 0 } ? v : null));

    /// <summary>Whether the largest comes first.</summary>
    public static BodyTable<T> Descending<T>(this BodyTable<T> table, string name, FieldSetter<T, bool> set) =>
        table.Word<Sort>(name, "The order. Default desc.", (ref body, v) => set(ref body, v is not Sort.Asc));
}
