namespace Orleans.Batch.Batches;

/// <summary>One watched batch, for all who watch it: the latest event, and a promise of the next.</summary>
/// <param name="batchId">The batch.</param>
internal sealed class WatchedBatch(Guid batchId)
{
    /// <summary>How soon a batch that changes is looked at again.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    private Moment _now = new(null);

    public Guid BatchId => batchId;

    /// <summary>How many watch; kept by whoever holds all watches.</summary>
    public int Watchers { get; set; }

    public ProgressEstimate Estimate { get; } = new();

    /// <summary>When it was looked at last, as a timestamp of the clock; null before the first time.</summary>
    public long? SeenAt { get; set; }

    /// <summary>After how long it is to be looked at again.</summary>
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

    /// <summary>Tells all watchers, unless they have been told.</summary>
    public void Publish(BatchEvent seen)
    {
        var changed = _now.Event?.Id != seen.Id;
        Rest = changed ? Shortest : Min(Rest * 2, Longest);
        if (changed || _now.Event!.ItemsPerSecond != seen.ItemsPerSecond)
        {
            Replace(new Moment(seen));
        }
    }

    /// <summary>The batch is not there any more.</summary>
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
