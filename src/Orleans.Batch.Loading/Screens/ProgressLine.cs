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

        // Extraction is behind storing, so the items that have ended are those of the slower phase.
        var rate = progress.Ended / Math.Max(0.001, elapsed.TotalSeconds);
        var left = progress.Ended == progress.ItemTotal
            ? "done"
            : rate > 0 ? $"about {TimeSpan.FromSeconds(Math.Ceiling((progress.ItemTotal - progress.Ended) / rate)):g} left" : "waiting";
        var before = progress.AlreadyLoaded > 0 ? $"{progress.AlreadyLoaded:N0} already loaded, " : "";
        var phases = progress.IsByModel
            ? $"stored {Share(progress.Stored, progress.ItemTotal)}, extracted {Share(progress.Ended, progress.ItemTotal)}"
            : $"processing {Share(progress.Ended, progress.ItemTotal)}";
        return $"loading {Share(progress.Sent, progress.ItemTotal)}, {before}{phases}, {Rate(rate)}/s, {left}";
    }

    // A model extracts some items a second, or a few a minute.
    private static string Rate(double rate) => rate >= 10 ? $"{rate:N0}" : $"{rate:0.##}";

    private static string Share(long part, long whole) => $"{part:N0}/{whole:N0} ({(whole == 0 ? 100 : 100 * part / whole)} %)";
}
