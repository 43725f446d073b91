namespace Orleans.Batch.Dashboard;

/// <summary>The model of the page of one batch.</summary>
public sealed record BatchModel
{
    /// <summary>The batch and its times.</summary>
    public required BatchTimeline Timeline { get; init; }

    /// <summary>Its errors by code.</summary>
    public required ErrorReport Errors { get; init; }

    /// <summary>Its lanes.</summary>
    public required LaneReport Lanes { get; init; }

    /// <summary>How its items ended over time.</summary>
    public required ProgressHistory History { get; init; }

    /// <summary>The first changes of facts that it proposes.</summary>
    public IReadOnlyList<FactChange> Changes { get; init; } = [];

    /// <summary>The latest event of its watch; null when it is not watched.</summary>
    public BatchEvent? Seen { get; init; }

    /// <summary>The batch.</summary>
    public BatchSummary Batch => Seen is null ? Timeline.Batch : Seen.Batch with { Metadata = Timeline.Batch.Metadata };

    /// <summary>Items that end per second; null when nothing runs.</summary>
    public double? ItemsPerSecond =>
        Batch.Status != BatchStatus.Processing || Batch.PausedAt is not null ? null : Seen?.ItemsPerSecond ?? ProgressChart.LatestRate(History);

    /// <summary>Seconds to the end; null while nothing moves.</summary>
    public double? EtaSeconds
    {
        get
        {
            if (ItemsPerSecond is not > 0.001)
            {
                return null;
            }

            return Seen?.EtaSeconds ?? ((Batch.Progress.TotalItems - Batch.Progress.CountEnded()) / ItemsPerSecond);
        }
    }
}
