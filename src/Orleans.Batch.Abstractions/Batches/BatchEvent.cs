using System.Globalization;

namespace Orleans.Batch;

/// <summary>The state of a watched batch at one moment.</summary>
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

    /// <summary>Items that are completed per second, smoothed over some seconds; null until it is known.</summary>
    [Id(2)]
    public double? ItemsPerSecond { get; init; }

    /// <summary>Items left in the lane with the most left; one graph's items run one after the other. Null when not running.</summary>
    [Id(3)]
    public int? LongestLaneItems { get; init; }

    /// <summary>
    /// Estimated seconds to the end: all items left over the rate, or the longest lane over the rate of a lane, the
    /// longer of the two. Null while nothing moves.
    /// </summary>
    [Id(4)]
    public double? EtaSeconds { get; init; }

    /// <summary>Whether the batch has ended; no event follows.</summary>
    [Id(5)]
    public bool Done { get; init; }

    /// <summary>Whether a batch in this state is final.</summary>
    public static bool IsEnd(BatchStatus status) => status >= BatchStatus.Invalid;

    /// <summary>Whether <paramref name="lastEventId"/>, the last event a caller saw, is the end of this batch.</summary>
    public static bool HasSeenEnd(BatchSummary batch, string? lastEventId) =>
        IsEnd(batch.Status) && string.Equals(IdOf(batch), lastEventId, StringComparison.Ordinal);

    /// <summary>The id of the event for the given state of a batch.</summary>
    public static string IdOf(BatchSummary batch)
    {
        var counts = batch.Progress;
        var ended = counts.SucceededItems + counts.FailedItems + counts.SkippedItems + counts.CanceledItems;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{batch.UpdatedAt.UtcTicks / TimeSpan.TicksPerMicrosecond:x}-{ended:x}{(IsEnd(batch.Status) ? DoneMark : "")}");
    }
}
