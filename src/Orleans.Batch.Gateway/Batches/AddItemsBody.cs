using System.Globalization;

namespace Orleans.Batch.Gateway;

/// <summary>Reads the body of an add call: <c>{"items": [...]}</c>.</summary>
internal static class AddItemsBody
{
    public static IReadOnlyList<NewBatchItem> Parse(ReadOnlySpan<byte> body) => JsonBody.Parse(body, ParseRoot);

    private static List<NewBatchItem> ParseRoot(ref JsonCursor cursor)
    {
        List<NewBatchItem>? items = null;
        if (cursor.EnterObject(null, "the body"))
        {
            var keys = cursor.NewGuard();
            while (cursor.NextField(ref keys, out var name))
            {
                if (name.SequenceEqual("items"u8))
                {
                    items = ParseItems(ref cursor);
                }
                else
                {
                    cursor.SkipUnknown(name);
                }
            }

            if (items is null)
            {
                cursor.Add("items", ErrorCodes.Required, "items is required");
            }
        }

        return items ?? [];
    }

    private static List<NewBatchItem> ParseItems(ref JsonCursor cursor)
    {
        var items = new List<NewBatchItem>();
        if (cursor.IsNull || !cursor.EnterArray("items", "items"))
        {
            if (cursor.IsNull)
            {
                cursor.Add("items", ErrorCodes.Required, "items is required");
            }

            return items;
        }

        var count = 0;
        while (cursor.NextElement())
        {
            if (count < Limits.ItemsPerAdd)
            {
                cursor.Index = count;
                if (ItemBody.Parse(ref cursor) is { } item)
                {
                    items.Add(item);
                }
            }
            else
            {
                cursor.Skip();
            }

            count++;
        }

        cursor.Index = null;
        if (count == 0)
        {
            cursor.Add("items", ErrorCodes.Required, "items must hold at least one item");
        }
        else if (count > Limits.ItemsPerAdd)
        {
            cursor.Add("items", ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"at most {Limits.ItemsPerAdd} items can be added in one call, got {count}; add them in several calls"));
        }

        return items;
    }
}
