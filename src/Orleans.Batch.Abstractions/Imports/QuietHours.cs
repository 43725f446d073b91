namespace Orleans.Batch;

/// <summary>Hours of each day in which nothing of an import is processed: it is paused at their begin and resumed at their end.</summary>
/// <param name="From">When they begin, to the minute.</param>
/// <param name="To">When they end; before <paramref name="From"/>: on the next day.</param>
/// <param name="TimeZone">The IANA time zone of these times, such as <c>Europe/Berlin</c>.</param>
[GenerateSerializer]
[Alias("orleans-batch.quiet-hours.v1")]
[Immutable]
public sealed record QuietHours(
    [property: Id(0)] TimeOnly From, [property: Id(1)] TimeOnly To, [property: Id(2)] string TimeZone = "UTC");
