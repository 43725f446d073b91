using Orleans.Batch.Watching;

namespace Orleans.Batch.Batches;

/// <summary>One watched batch, for all its watchers.</summary>
/// <param name="batchId">The batch.</param>
internal sealed class WatchedBatch(Guid batchId)
{
    /// <summary>The minimum polling interval of a batch that changes.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    public Guid BatchId => batchId;

    /// <summary>The number of watchers; maintained by the owner of all watches.</summary>
    public int Watchers { get; set; }

    public ProgressEstimate Estimate { get; } = new();

    /// <summary>When it was last polled, as a timestamp of the clock; null before the first time.</summary>
    public long? SeenAt { get; set; }

    /// <summary>The current polling interval.</summary>
    public TimeSpan Rest { get; private set; } = TimeSpan.Zero;

    /// <summary>Its events; the last moment is when the batch does not exist any more.</summary>
    public Latest<BatchEvent> Events { get; } = new();

    /// <summary>Publishes an event to all watchers, unless it was published already.</summary>
    public void Publish(BatchEvent seen)
    {
        var before = Events.Now.Value;
        var changed = before?.Id != seen.Id;
        Rest = changed ? Shortest : Min(Rest * 2, Longest);
        if (changed || before!.ItemsPerSecond != seen.ItemsPerSecond)
        {
            Events.Publish(seen);
        }
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
