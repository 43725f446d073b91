namespace Orleans.Batch.Loading;

/// <summary>The progress of a load as one plain line.</summary>
internal static class ProgressLine
{
    /// <summary>The progress after a time, the rate, and the estimated time left.</summary>
    public static string Format(LoadProgress progress, TimeSpan elapsed)
    {
        if (progress.Destinations < progress.DestinationTotal)
        {
            return $"destinations {progress.Destinations:N0}/{progress.DestinationTotal:N0}";
        }

        var rate = progress.Ended / Math.Max(0.001, elapsed.TotalSeconds);
        var left = progress.Ended == progress.ItemTotal
            ? "done"
            : rate > 0 ? $"about {TimeSpan.FromSeconds(Math.Ceiling((progress.ItemTotal - progress.Ended) / rate)):g} left" : "waiting";
        var before = progress.AlreadyLoaded > 0 ? $"{progress.AlreadyLoaded:N0} already loaded, " : "";
        return $"loading {Share(progress.Sent, progress.ItemTotal)}, {before}processing {Share(progress.Ended, progress.ItemTotal)}, {rate:N0}/s, {left}";
    }

    private static string Share(long part, long whole) => $"{part:N0}/{whole:N0} ({(whole == 0 ? 100 : 100 * part / whole)} %)";
}
