namespace Orleans.Batch.Gateway.Batches;

/// <summary>Which items are to be retried; no body means all that can be.</summary>
internal static class RetryBody
{
    private static readonly ListLimit Indexed = new(null, IsIndexed: true);

    public static BodyTable<RetrySelection> Table { get; } = Create("item_ids");

    /// <summary>The same with the name that version 4 gives the identities of items.</summary>
    public static BodyTable<RetrySelection> TableV4 { get; } = Create("item_uuids");

    public static RetrySelection Parse(ReadOnlySpan<byte> body) => Table.ParseOptional(body, new RetrySelection());

    public static RetrySelection ParseV4(ReadOnlySpan<byte> body) => TableV4.ParseOptional(body, new RetrySelection());

    /// <summary>Adds the conditions that retries of batches and of imports share.</summary>
    public static BodyTable<T> AddTo<T>(BodyTable<T> table, FieldSetter<T, List<ItemStatus>?> statuses, FieldSetter<T, List<string>?> codes) => table
        .List<ItemStatus>(
            "statuses",
            "Items in these statuses: failed, canceled, or pending (in an invalid batch). Default: all three.",
            ValueSchema.Word<ItemStatus>(),
            ReadStatus,
            statuses,
            Indexed)
        .List<string>("codes", "Items whose error has one of these codes.", ValueSchema.Text(Limits.ErrorCodeLength), ReadCode, codes, Indexed);

    private static BodyTable<RetrySelection> Create(string ids) => AddTo(
        new BodyTable<RetrySelection>("RetryBatchRequest", "Which items of an ended batch to retry; all given conditions must apply."),
        static (ref r, v) => r = r with { Statuses = v },
        static (ref r, v) => r = r with { Codes = v })
        .List<Guid>(ids, "Only these items; each must be one that can be retried.", ValueSchema.Uuid, ReadId, static (ref r, v) => r = r with { ItemIds = v }, Indexed)
        .Boolean("process", "False creates a draft, whose items can be repaired first. Default: true.", static (ref r, v) => r = r with { Process = v ?? true });

    private static void ReadStatus(ref JsonCursor cursor, string field, List<ItemStatus> statuses)
    {
        if (!cursor.RefuseNull(field, "must not hold null") && cursor.Word<ItemStatus>(field) is { } status)
        {
            statuses.Add(status);
        }
    }

    private static void ReadCode(ref JsonCursor cursor, string field, List<string> codes)
    {
        if (!cursor.RefuseNull(field, "must not hold null") && cursor.ShortText(field, Limits.ErrorCodeLength) is { } code)
        {
            codes.Add(code);
        }
    }

    private static void ReadId(ref JsonCursor cursor, string field, List<Guid> ids)
    {
        if (cursor.RefuseNull(field, "must not hold null") || cursor.Text(field, Limits.ErrorCodeLength) is not { } text)
        {
            return;
        }

        if (Guid.TryParseExact(text, "D", out var id))
        {
            ids.Add(id);
        }
        else
        {
            cursor.Add(field, ErrorCodes.InvalidId, $"{field} must hold the item_id of items, which are UUIDs");
        }
    }
}
