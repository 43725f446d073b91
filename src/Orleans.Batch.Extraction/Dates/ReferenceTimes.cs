namespace Orleans.Batch.Extraction;

/// <summary>The time from which dates such as "yesterday" are reckoned.</summary>
internal static class ReferenceTimes
{
    /// <summary>A reference time far from the ends of the calendar, in UTC, so that "200 years ago" is always a date.</summary>
    public static DateTimeOffset ForDates(DateTimeOffset referenceTime) =>
        referenceTime.UtcDateTime.Year is > 300 and < 9_000 ? referenceTime.ToUniversalTime() : DateTimeOffset.UnixEpoch;
}
