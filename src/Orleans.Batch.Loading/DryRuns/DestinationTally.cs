using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>The content of a file for one destination.</summary>
internal sealed class DestinationTally
{
    private DateTimeOffset _latest = DateTimeOffset.MinValue;

    /// <summary>Items.</summary>
    public long Items { get; private set; }

    /// <summary>Bytes of their lines.</summary>
    public long Bytes { get; private set; }

    /// <summary>Items without created_at: their facts would be dated at the moment they are added.</summary>
    public long Undated { get; private set; }

    /// <summary>The first of those.</summary>
    public long FirstUndated { get; private set; }

    /// <summary>Items that are older than one before them.</summary>
    public long Backward { get; private set; }

    /// <summary>The first of those.</summary>
    public long FirstBackward { get; private set; }

    /// <summary>Counts an item.</summary>
    public void Add(ReadOnlySpan<byte> item, long line)
    {
        Items++;
        Bytes += item.Length;
        if (CreatedAt(item) is not { } at)
        {
            FirstUndated = Undated++ == 0 ? line : FirstUndated;
        }
        else if (at < _latest)
        {
            FirstBackward = Backward++ == 0 ? line : FirstBackward;
        }
        else
        {
            _latest = at;
        }
    }

    private static DateTimeOffset? CreatedAt(ReadOnlySpan<byte> item)
    {
        var reader = new Utf8JsonReader(item);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals("created_at"u8);
            reader.Read();
            if (found)
            {
                // The line was checked before: a string here is a date without escapes.
                return reader.TokenType == JsonTokenType.String && Rfc3339.TryParse(reader.ValueSpan, out var at) ? at : null;
            }

            reader.Skip();
        }

        return null;
    }
}
