namespace Orleans.Batch.Gateway.Graphs;

/// <summary>UUIDs, and lists of UUIDs and of names, in a body.</summary>
internal static class UuidFields
{
    private const int UuidLength = 36;

    /// <summary>One UUID.</summary>
    public static BodyTable<T> Uuid<T>(this BodyTable<T> table, string name, string description, FieldSetter<T, Guid?> set) =>
        table.Value(name, description, ValueSchema.Uuid, static (ref cursor, label) => cursor.IsNull ? null : One(ref cursor, label), set);

    /// <summary>A list of UUIDs; null is an empty one.</summary>
    public static BodyTable<T> Uuids<T>(this BodyTable<T> table, string name, string description, FieldSetter<T, IReadOnlyList<Guid>> set) =>
        table.List<Guid>(name, description, ValueSchema.Uuid, Read, (ref body, v) => set(ref body, v ?? []), new ListLimit(Limits.FilterUuids));

    /// <summary>A list of names; null is an empty one.</summary>
    public static BodyTable<T> Names<T>(
        this BodyTable<T> table, string name, int max, string description, FieldSetter<T, IReadOnlyList<string>> set) =>
        table.List<string>(name, description, ValueSchema.Text(Limits.FilterNameLength), ReadName, (ref body, v) => set(ref body, v ?? []), new ListLimit(max));

    private static void Read(ref JsonCursor cursor, string field, List<Guid> uuids)
    {
        if (One(ref cursor, field) is { } uuid)
        {
            uuids.Add(uuid);
        }
    }

    private static Guid? One(ref JsonCursor cursor, string field)
    {
        var before = cursor.Problems.Count;
        if (cursor.Text(field, UuidLength) is { } text && Guid.TryParseExact(text, "D", out var uuid))
        {
            return uuid;
        }

        if (cursor.Problems.Count == before)
        {
            cursor.Add(field, ErrorCodes.InvalidId, $"{field} must hold UUIDs");
        }

        return null;
    }

    private static void ReadName(ref JsonCursor cursor, string field, List<string> names)
    {
        if (cursor.ShortText(field, Limits.FilterNameLength) is { } name)
        {
            names.Add(name);
        }
    }
}
