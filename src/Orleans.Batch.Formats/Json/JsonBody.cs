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
        return BatchServiceException.Invalid(problems.Describe(), problems);
    }
}
