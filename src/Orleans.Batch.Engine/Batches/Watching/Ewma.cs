namespace Orleans.Batch.Batches;

/// <summary>A rate, smoothed so that a sample counts for less the longer ago it was.</summary>
/// <param name="memory">The age at which a sample's weight is little more than a third.</param>
internal struct Ewma(TimeSpan memory)
{
    /// <summary>Events per second; null before the first sample.</summary>
    public double? PerSecond { get; private set; }

    /// <summary>Adds a number of events over a time.</summary>
    public void Add(double events, TimeSpan over)
    {
        if (over <= TimeSpan.Zero)
        {
            return;
        }

        var sample = events / over.TotalSeconds;
        var weight = 1 - Math.Exp(-over / memory);
        PerSecond = PerSecond is { } before ? before + (weight * (sample - before)) : sample;
    }
}
