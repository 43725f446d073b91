namespace Orleans.Batch.Gateway.V4.Lookup;

/// <summary>The body of a look-up of one id.</summary>
internal sealed class LookupBody
{
    private LookupBody(string name, string field) =>
        Table = new BodyTable<string?>(name, "The id of an object to find.")
            .RawText(field, Limits.IdLength, "The id that the caller chose.", static (ref id, v) => id = v).Required()
            .Check((ref cursor, ref id, in _) => TextRules.CheckId(id, null, field, cursor.Problems));

    public static LookupBody User { get; } = new("LookupUserRequest", "user_id");

    public static LookupBody Thread { get; } = new("LookupThreadRequest", "thread_id");

    public static LookupBody Graph { get; } = new("LookupGraphRequest", "graph_id");

    public BodyTable<string?> Table { get; }

    public string Parse(ReadOnlySpan<byte> body) => Table.Parse(body, null)!;
}
