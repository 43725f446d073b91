using System.Globalization;

namespace Orleans.Batch.Formats.Json;

/// <summary>How many entries a list may have.</summary>
/// <param name="Max">The most; null for no limit but the body's.</param>
/// <param name="Noun">What they are, in the plural.</param>
/// <param name="IsIndexed">Whether the problems of an entry have its position.</param>
internal sealed record ListLimit(int? Max, string Noun = "entries", bool IsIndexed = false);

/// <summary>How many items one call may have.</summary>
/// <param name="Max">The most.</param>
/// <param name="Noun">What one of them is.</param>
/// <param name="Advice">What to do with more.</param>
internal sealed record ItemLimit(int Max, string Noun, string Advice);

internal ref partial struct JsonCursor
{
    /// <summary>A list of values; null when it is null or no list.</summary>
    public List<T>? List<T>(string field, EntryReader<T> read, ListLimit? limit = null)
    {
        if (IsNull || !EnterArray(field, field))
        {
            return null;
        }

        var entries = new List<T>();
        var count = 0;
        while (NextElement())
        {
            if (++count > limit?.Max)
            {
                Skip();
            }
            else
            {
                Index = limit is { IsIndexed: true } ? count - 1 : Index;
                read(ref this, field, entries);
            }
        }

        Index = limit is { IsIndexed: true } ? null : Index;
        RefuseMore(field, count, limit);
        return entries;
    }

    /// <summary>Adds a problem for a list with too many entries.</summary>
    public readonly void RefuseMore(string field, int count, ListLimit? limit)
    {
        if (count > limit?.Max)
        {
            Add(field, ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"{field} may hold at most {limit.Max} {limit.Noun}, got {count}"));
        }
    }

    /// <summary>A list of one or more items; null when it is null or no list.</summary>
    public List<T>? Items<T>(string field, ItemReader<T> read, ItemLimit limit)
        where T : class
    {
        if (IsNull || !EnterArray(field, field))
        {
            return null;
        }

        var items = new List<T>();
        var count = 0;
        for (; NextElement(); count++)
        {
            if (count >= limit.Max)
            {
                Skip();
                continue;
            }

            Index = count;
            if (read(ref this) is { } item)
            {
                items.Add(item);
            }
        }

        Index = null;
        if (count == 0)
        {
            Add(field, ErrorCodes.Required, $"{field} must hold at least one {limit.Noun}");
        }
        else if (count > limit.Max)
        {
            Add(field, ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"at most {limit.Max} {limit.Noun}s can be added in one call, got {count}; {limit.Advice}"));
        }

        return items;
    }
}
