using System.Globalization;

namespace Orleans.Batch;

/// <summary>Where a watched batch stands at one moment.</summary>
[GenerateSerializer]
[Alias("orleans-batch.batch-event.v1")]
[Immutable]
public sealed record BatchEvent
{
    private const string DoneMark = "-done";

    /// <summary>Names this state of the batch, the same in every process; short, of letters, digits and <c>-</c>.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The batch with its counts, without its metadata.</summary>
    [Id(1)]
    public required BatchSummary Batch { get; init; }

    /// <summary>Items that end per second, smoothed over some seconds; null until it is known.</summary>
    [Id(2)]
    public double? ItemsPerSecond { get; init; }

    /// <summary>Items left in the lane that has most left: one graph's items run one after the other; null when not running.</summary>
    [Id(3)]
    public int? LongestLaneItems { get; init; }

    /// <summary>
    /// Seconds to the end as things go: all items left over the rate, or the longest lane over what a lane achieves,
    /// whichever is longer. Null while nothing moves.
    /// </summary>
    [Id(4)]
    public double? EtaSeconds { get; init; }

    /// <summary>Whether the batch has ended; no event follows.</summary>
    [Id(5)]
    public bool Done { get; init; }

    /// <summary>Whether a batch in this state will not change any more.</summary>
    public static bool IsEnd(BatchStatus status) => status >= BatchStatus.Invalid;

    /// <summary>Whether a caller who saw <paramref name="lastEventId"/> last has seen this batch's end.</summary>
    public static bool HasSeenEnd(BatchSummary batch, string? lastEventId) =>
        IsEnd(batch.Status) && string.Equals(IdOf(batch), lastEventId, StringComparison.Ordinal);

    /// <summary>The id of the event that tells of a batch as it is here.</summary>
    public static string IdOf(BatchSummary batch)
    {
        var counts = batch.Progress;
        var ended = counts.SucceededItems + counts.FailedItems + counts.SkippedItems + counts.CanceledItems;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{batch.UpdatedAt.UtcTicks / TimeSpan.TicksPerMicrosecond:x}-{ended:x}{(IsEnd(batch.Status) ? DoneMark : "")}");
    }
}
