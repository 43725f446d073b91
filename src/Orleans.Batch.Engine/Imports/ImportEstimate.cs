namespace Orleans.Batch.Imports;

/// <summary>
/// Estimates the rate and the end of an import from what ended lately, like the progress of a watched batch. Its batches run beside
/// each other, so no single lane decides.
/// </summary>
/// <param name="ItemsPerSecond">The rate; null without one.</param>
/// <param name="EtaSeconds">The seconds to the end; null without a rate, or where it does not tell.</param>
public readonly record struct ImportEstimate(double? ItemsPerSecond, double? EtaSeconds)
{
    /// <summary>The time that counts: the last minute, or less while the import is younger.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    // Below this rate, and before this time, there is no forecast.
    private const double LeastRate = 0.001;
    private static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);

    /// <summary>Estimates.</summary>
    /// <param name="recent">How many items ended within the window.</param>
    /// <param name="running">For how long batches of the import have been running.</param>
    /// <param name="left">How many items have not ended, those to be sent included.</param>
    /// <param name="waitsForModel">Whether a model extracts some of them.</param>
    public static ImportEstimate From(double recent, TimeSpan running, long left, bool waitsForModel)
    {
        var over = running < Window ? running : Window;
        var rate = over < LeastTime ? 0 : recent / over.TotalSeconds;
        return rate < LeastRate || left <= 0
            ? default
            : new(Math.Round(rate, 2), waitsForModel ? null : Math.Round(left / rate, 1));
    }
}
