namespace Orleans.Batch.Batches;

/// <summary>One watched batch, for all its watchers: the latest event, and a task for the next.</summary>
/// <param name="batchId">The batch.</param>
internal sealed class WatchedBatch(Guid batchId)
{
    /// <summary>The minimum polling interval of a batch that changes.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private Moment _now = new(null);

    public Guid BatchId => batchId;

    /// <summary>The number of watchers; maintained by the owner of all watches.</summary>
    public int Watchers { get; set; }

    public ProgressEstimate Estimate { get; } = new();

    /// <summary>When it was last polled, as a timestamp of the clock; null before the first time.</summary>
    public long? SeenAt { get; set; }

    /// <summary>The current polling interval.</summary>
    public TimeSpan Rest { get; private set; } = TimeSpan.Zero;

    /// <summary>The latest event, if any, and a task that ends when there is a later one.</summary>
    public (BatchEvent? Event, Task Next, bool Gone) Latest
    {
        get
        {
            var now = Volatile.Read(ref _now);
            return (now.Event, now.Next.Task, now.Gone);
        }
    }

    /// <summary>Publishes an event to all watchers, unless it was published already.</summary>
    public void Publish(BatchEvent seen)
    {
        var changed = _now.Event?.Id != seen.Id;
        Rest = changed ? Shortest : Min(Rest * 2, Longest);
        if (changed || _now.Event!.ItemsPerSecond != seen.ItemsPerSecond)
        {
            Replace(new Moment(seen));
        }
    }

    /// <summary>The batch does not exist any more.</summary>
    public void End() => Replace(new Moment(_now.Event) { Gone = true });

    private void Replace(Moment next)
    {
        var before = _now;
        Volatile.Write(ref _now, next);
        before.Next.TrySetResult();
    }

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private sealed record Moment(BatchEvent? Event)
    {
        public TaskCompletionSource Next { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool Gone { get; init; }
    }
}
