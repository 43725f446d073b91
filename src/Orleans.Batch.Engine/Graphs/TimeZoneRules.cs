namespace Orleans.Batch.Graphs;

/// <summary>The rule for time zones: names of the IANA database, as the system knows them.</summary>
internal static class TimeZoneRules
{
    // A system without the database cannot tell which names exist.
    private static readonly bool IsKnown = TimeZoneInfo.TryFindSystemTimeZoneById("Europe/London", out _);

    /// <summary>Adds a problem unless the text is null or the name of a time zone.</summary>
    public static void Check(string? timeZone, string field, ProblemList problems)
    {
        var before = problems.Count;
        TextRules.Check(timeZone, Limits.TimeZoneLength, null, field, problems);
        if (timeZone is not null && problems.Count == before && IsKnown && !Exists(timeZone))
        {
            problems.Add(null, field, ErrorCodes.UnknownValue, $"{field} must be the name of an IANA time zone, such as Europe/London");
        }
    }

    private static bool Exists(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId;
}
