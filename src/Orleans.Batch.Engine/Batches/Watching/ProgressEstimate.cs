namespace Orleans.Batch.Batches;

/// <summary>How fast a batch goes and when it will have ended, from what was seen of it so far.</summary>
internal sealed class ProgressEstimate
{
    // Below it, nothing moves worth a forecast.
    private const double LeastRate = 0.001;

    private Ewma _rate = new(LongestLaneTracker.RateMemory);
    private int? _ended;

    /// <summary>The longest lanes.</summary>
    public LongestLaneTracker Lanes { get; } = new();

    /// <summary>Takes in a look at the batch.</summary>
    /// <param name="batch">What was seen.</param>
    /// <param name="since">How long after the look before.</param>
    public void Record(BatchSummary batch, TimeSpan since)
    {
        var ended = EndedOf(batch.Progress);
        if (_ended is { } before && batch.Status == BatchStatus.Processing)
        {
            _rate.Add(ended - before, since);
        }

        _ended = ended;
    }

    /// <summary>The event that tells of it.</summary>
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

        // A batch of one lane goes as fast as that lane does; one whose followed lanes have not begun yet says nothing
        // of lanes, and then the whole is the better guess.
        var lane = Lanes.PerSecond is { } speed and >= LeastRate ? Lanes.Longest / speed : 0;
        return Math.Round(Math.Max(LeftOf(progress) / rate, lane), 1);
    }

    private static int LeftOf(BatchProgress progress) => progress.TotalItems - EndedOf(progress);

    private static int EndedOf(BatchProgress progress) =>
        progress.SucceededItems + progress.FailedItems + progress.SkippedItems + progress.CanceledItems;
}
