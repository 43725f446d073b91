namespace Orleans.Batch.Batches;

/// <summary>Estimates a batch's rate and end from its samples so far.</summary>
internal sealed class ProgressEstimate
{
    // Below this rate there is no forecast.
    private const double LeastRate = 0.001;

    private Ewma _rate = new(LongestLaneTracker.RateMemory);
    private int? _ended;

    /// <summary>The longest lanes.</summary>
    public LongestLaneTracker Lanes { get; } = new();

    /// <summary>Adds a sample of the batch.</summary>
    /// <param name="batch">The sample.</param>
    /// <param name="since">The time since the previous sample.</param>
    public void Record(BatchSummary batch, TimeSpan since)
    {
        var ended = batch.Progress.CountEnded();
        if (_ended is { } before && batch.Status == BatchStatus.Processing)
        {
            _rate.Add(ended - before, since);
        }

        _ended = ended;
    }

    /// <summary>The event for the current state.</summary>
    public BatchEvent Describe(BatchSummary batch)
    {
        var running = batch.Status == BatchStatus.Processing;
        return new BatchEvent
        {
            Id = BatchEvent.IdOf(batch),
            Batch = batch with { Metadata = null },
            ItemsPerSecond = running && _rate.PerSecond is { } rate ? Math.Round(rate, 2) : null,
            LongestLaneItems = running ? Math.Min(Lanes.Longest, LeftOf(batch.Progress)) : null,
            EtaSeconds = running ? EtaOf(batch.Progress) : null,
            Done = BatchEvent.IsEnd(batch.Status),
        };
    }

    private double? EtaOf(BatchProgress progress)
    {
        if (_rate.PerSecond is not { } rate || rate < LeastRate)
        {
            return null;
        }

        // A batch of one lane is as fast as that lane; when the tracked lanes have not begun yet, there is no lane
        // rate, and the rate of the whole batch is the better estimate.
        var lane = Lanes.PerSecond is { } speed and >= LeastRate ? Lanes.Longest / speed : 0;
        return Math.Round(Math.Max(LeftOf(progress) / rate, lane), 1);
    }

    private static int LeftOf(BatchProgress progress) => progress.TotalItems - progress.CountEnded();
}
