using System.Globalization;

namespace Orleans.Batch.Formats.Json;

/// <summary>What all bodies have in common.</summary>
internal static class JsonBody
{
    /// <summary>Whether there is nothing but white space.</summary>
    public static bool IsEmpty(ReadOnlySpan<byte> json) => json.IndexOfAnyExcept(" \t\r\n"u8) < 0;

    /// <summary>A refusal whose message shows the first problem and how many there are.</summary>
    public static BatchServiceException Refuse(ProblemList problems)
    {
        problems.SortByIndex();
        var first = problems.Listed[0];
        var where = first.Index is { } index ? string.Create(CultureInfo.InvariantCulture, $"item {index}: ") : "";
        var more = problems.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" ({problems.Count} problems in all)");
        return BatchServiceException.Invalid(where + first.Message + more, problems);
    }
}
