namespace Orleans.Batch.Gateway;

/// <summary>Reads which items are to be retried; no body means all that can be.</summary>
internal static class RetryBody
{
    private const int MaxCodeLength = 100;

    public static RetrySelection Parse(ReadOnlySpan<byte> body) =>
        body.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? new RetrySelection() : JsonBody.Parse(body, ParseRoot);

    private static RetrySelection ParseRoot(ref JsonCursor cursor)
    {
        var selection = new RetrySelection();
        if (cursor.EnterObject(null, "the body"))
        {
            var keys = cursor.NewGuard();
            while (cursor.NextField(ref keys, out var name))
            {
                if (name.SequenceEqual("statuses"u8))
                {
                    selection = selection with { Statuses = ParseList(ref cursor, "statuses", static (ref c) => c.Word<ItemStatus>("statuses")) };
                }
                else if (name.SequenceEqual("codes"u8))
                {
                    selection = selection with { Codes = ParseCodes(ref cursor) };
                }
                else if (name.SequenceEqual("item_ids"u8))
                {
                    selection = selection with { ItemIds = ParseList(ref cursor, "item_ids", ParseId) };
                }
                else if (name.SequenceEqual("process"u8))
                {
                    selection = selection with { Process = cursor.Boolean("process") ?? true };
                }
                else
                {
                    cursor.SkipUnknown(name);
                }
            }
        }

        return selection;
    }

    private delegate T? Element<T>(ref JsonCursor cursor)
        where T : struct;

    private static List<T>? ParseList<T>(ref JsonCursor cursor, string field, Element<T> parse)
        where T : struct
    {
        if (cursor.IsNull || !cursor.EnterArray(field, field))
        {
            return null;
        }

        var values = new List<T>();
        for (var index = 0; cursor.NextElement(); index++)
        {
            cursor.Index = index;
            if (cursor.IsNull)
            {
                cursor.Add(field, ErrorCodes.WrongType, $"{field} must not hold null");
            }
            else if (parse(ref cursor) is { } value)
            {
                values.Add(value);
            }
        }

        cursor.Index = null;
        return values;
    }

    private static Guid? ParseId(ref JsonCursor cursor)
    {
        var before = cursor.Problems.Count;
        var text = cursor.Text("item_ids", MaxCodeLength);
        if (Guid.TryParseExact(text, "D", out var id))
        {
            return id;
        }

        if (cursor.Problems.Count == before)
        {
            cursor.Add("item_ids", ErrorCodes.InvalidId, "item_ids must hold the item_id of items, which are UUIDs");
        }

        return null;
    }

    private static List<string>? ParseCodes(ref JsonCursor cursor)
    {
        var codes = new List<string>();
        return ParseList(ref cursor, "codes", (ref c) =>
        {
            if (c.ShortText("codes", MaxCodeLength) is { } code)
            {
                codes.Add(code);
            }

            return (bool?)null;
        }) is null ? null : codes;
    }
}
