namespace Orleans.Batch.Gateway.Imports;

/// <summary>The bodies of calls that create and change an import. The engine checks the fields' limits.</summary>
internal static class ImportBody
{
    public static BodyTable<Draft> Table { get; } = AddCommon(
        new BodyTable<Draft>("CreateImportRequest", "An import to create.")
            .RawText("name", Limits.ImportNameLength, "A name for people: 1 to 200 characters; need not be unique.", static (ref i, v) => i.Name = v).Required()
            .RawText("source", Limits.ImportSourceLength, "What it is loaded from, such as a file's checksum; echoed.", static (ref i, v) => i.Source = v));

    public static BodyTable<Draft> Changes { get; } = AddCommon(
        new BodyTable<Draft>("UpdateImportRequest", "The fields of an import to change; others stay as they are.")
            .RawText("name", Limits.ImportNameLength, "The new name.", static (ref i, v) => i.Name = v));

    public static NewImport Parse(ReadOnlySpan<byte> body)
    {
        var draft = Table.Parse(body, default);
        return new NewImport
        {
            Name = draft.Name!,
            Source = draft.Source,
            Metadata = draft.Metadata,
            ExpectedItems = draft.ExpectedItems,
            QuietHours = draft.QuietHours,
        };
    }

    public static ImportChanges ParseChanges(ReadOnlySpan<byte> body)
    {
        var draft = Changes.Parse(body, default);
        return new ImportChanges(draft.Name, draft.Metadata, draft.ExpectedItems, draft.QuietHours, draft.NoQuietHours);
    }

    private static BodyTable<Draft> AddCommon(BodyTable<Draft> table) => table
        .Json("metadata", Limits.MetadataBytes, "The caller's labels: any object up to 16 KiB, echoed exactly.", static (ref i, v) => i.Metadata = v)
        .Value(
            "expected_items",
            "How many items you are going to send, for percent_complete and the estimated end.",
            ValueSchema.Whole(0),
            ReadCount,
            static (ref i, v) => i.ExpectedItems = v)
        .Field(
            "quiet_hours",
            "Hours of each day in which nothing of it is processed; null removes them.",
            ValueSchema.Of(QuietHoursBody.Table),
            static (ref cursor, field, ref body) =>
            {
                body.NoQuietHours = cursor.IsNull;
                body.QuietHours = cursor.IsNull ? null : QuietHoursBody.Read(ref cursor, field);
            });

    private static long? ReadCount(ref JsonCursor cursor, string field)
    {
        if (cursor.Amount(field) is not { } amount)
        {
            return null;
        }

        if (amount == decimal.Truncate(amount))
        {
            return (long)amount;
        }

        cursor.Add(field, ErrorCodes.OutOfRange, $"{field} must be a whole number");
        return null;
    }

    internal struct Draft
    {
        public string? Name;
        public string? Source;
        public JsonText? Metadata;
        public long? ExpectedItems;
        public QuietHours? QuietHours;
        public bool NoQuietHours;
    }
}
