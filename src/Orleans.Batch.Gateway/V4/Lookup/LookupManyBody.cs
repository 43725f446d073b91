namespace Orleans.Batch.Gateway.V4.Lookup;

/// <summary>The body of a look-up of many ids: at most <see cref="Limits.LookUps"/>.</summary>
internal static class LookupManyBody
{
    private static readonly ListLimit Limit = new(Limits.LookUps, "ids");

    public static BodyTable<ObjectIds> Table { get; } = new BodyTable<ObjectIds>("LookupRequest", "Ids of objects to find, at most 1,000 in all.")
        .Ids("users", "Ids of users.", static (ref ids, v) => ids = ids with { Users = v ?? [] })
        .Ids("threads", "Ids of threads.", static (ref ids, v) => ids = ids with { Threads = v ?? [] })
        .Ids("graphs", "Ids of graphs.", static (ref ids, v) => ids = ids with { Graphs = v ?? [] });

    public static ObjectIds Parse(ReadOnlySpan<byte> body) => Table.Parse(body, new ObjectIds([], [], []));

    private static BodyTable<ObjectIds> Ids(
        this BodyTable<ObjectIds> table, string name, string description, FieldSetter<ObjectIds, List<string>?> set) =>
        table.List<string>(name, description, ValueSchema.Text(Limits.IdLength), Read, set, Limit);

    private static void Read(ref JsonCursor cursor, string field, List<string> ids)
    {
        if (!cursor.RefuseNull(field, "must hold ids, got null") && cursor.ShortText(field, Limits.IdLength) is { } id)
        {
            ids.Add(id);
        }
    }
}
