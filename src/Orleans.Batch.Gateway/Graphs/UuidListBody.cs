using System.Globalization;

namespace Orleans.Batch.Gateway;

/// <summary>Reads lists of UUIDs, and of names.</summary>
internal static class UuidListBody
{
    private const int MaxName = 1_000;
    private const int UuidLength = 36;

    /// <summary>A list of UUIDs; null is an empty one.</summary>
    public static IReadOnlyList<Guid> Parse(ref JsonCursor cursor, string field, int max)
    {
        if (cursor.IsNull || !cursor.EnterArray(field, field))
        {
            return [];
        }

        var uuids = new List<Guid>();
        var count = 0;
        while (cursor.NextElement())
        {
            if (++count > max)
            {
                cursor.Skip();
            }
            else if (One(ref cursor, field) is { } uuid)
            {
                uuids.Add(uuid);
            }
        }

        RefuseMore(ref cursor, field, count, max);
        return uuids;
    }

    /// <summary>One UUID; null when it is null or invalid, which adds a problem.</summary>
    public static Guid? One(ref JsonCursor cursor, string field)
    {
        if (cursor.IsNull)
        {
            cursor.Add(field, ErrorCodes.InvalidId, $"{field} must hold UUIDs");
            return null;
        }

        if (cursor.Text(field, UuidLength) is not { } text)
        {
            return null;
        }

        if (Guid.TryParseExact(text, "D", out var uuid))
        {
            return uuid;
        }

        cursor.Add(field, ErrorCodes.InvalidId, $"{field} must hold UUIDs");
        return null;
    }

    /// <summary>A list of names; null is an empty one.</summary>
    public static IReadOnlyList<string> Names(ref JsonCursor cursor, string field, int max)
    {
        if (cursor.IsNull || !cursor.EnterArray(field, field))
        {
            return [];
        }

        var names = new List<string>();
        var count = 0;
        while (cursor.NextElement())
        {
            if (++count > max)
            {
                cursor.Skip();
            }
            else if (cursor.ShortText(field, MaxName) is { } name)
            {
                names.Add(name);
            }
        }

        RefuseMore(ref cursor, field, count, max);
        return names;
    }

    public static void RefuseMore(ref JsonCursor cursor, string field, int count, int max)
    {
        if (count > max)
        {
            cursor.Add(field, ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"{field} may hold at most {max} entries, got {count}"));
        }
    }
}
