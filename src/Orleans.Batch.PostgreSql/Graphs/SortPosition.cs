using System.Globalization;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>The position of an entry in a sorted list.</summary>
/// <param name="Key">Its key, as PostgreSQL writes it.</param>
/// <param name="Uuid">Its identity.</param>
internal readonly record struct SortPosition(string Key, Guid Uuid)
{
    private const int UuidLength = 36;

    /// <summary>Reads a cursor.</summary>
    /// <param name="cursor">The text of a position.</param>
    /// <param name="type">The type of the key.</param>
    /// <exception cref="BatchServiceException">It is not the text of a position.</exception>
    public static SortPosition Parse(string cursor, string type)
    {
        if (cursor.Length > UuidLength
            && Guid.TryParseExact(cursor[..UuidLength], "D", out var uuid)
            && Normalize(cursor[(UuidLength + 1)..], type) is { } key)
        {
            return new SortPosition(key, uuid);
        }

        throw BatchServiceException.Invalid(ErrorCodes.OutOfRange, "cursor must be the next_cursor of an earlier page");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Uuid} {Key}";

    // In a form that PostgreSQL certainly reads; null for a text that is no such key.
    private static string? Normalize(string key, string type) => type switch
    {
        "timestamptz" => DateTimeOffset.TryParse(key, CultureInfo.InvariantCulture, out var time) ? time.UtcDateTime.ToString("O") : null,
        "uuid" => Guid.TryParseExact(key, "D", out var uuid) ? uuid.ToString() : null,
        _ => key.Contains('\0', StringComparison.Ordinal) ? null : key,
    };
}
