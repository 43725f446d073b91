using System.Globalization;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>The record of an added stream under its idempotency key, from which the answer is rebuilt.</summary>
internal static class RecordedStream
{
    public static string Format(AddedItems added)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{added.FirstSequenceIndex} {added.Accepted}");
        var others = added.AlreadyLoaded is { } loaded ? string.Create(CultureInfo.InvariantCulture, $"{place} {loaded}") : place;
        return added.HeldInDrafts is { } drafts ? $"{others} {string.Join(',', drafts)}" : others;
    }

    public static AddedItems Parse(string text)
    {
        var parts = text.Split(' ');
        var (first, count) = (int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
        return new AddedItems(count, first, first + count - 1)
        {
            AlreadyLoaded = parts.Length > 2 ? int.Parse(parts[2], CultureInfo.InvariantCulture) : null,
            HeldInDrafts = parts.Length > 3 ? [.. parts[3].Split(',').Select(Guid.Parse)] : null,
        };
    }
}
