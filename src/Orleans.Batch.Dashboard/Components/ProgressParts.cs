using System.Globalization;

namespace Orleans.Batch.Dashboard;

/// <summary>The parts of a progress bar, in thousandths of its width.</summary>
internal static class ProgressParts
{
    private const int Whole = 1_000;

    // A single failed item of fifty thousand must be visible.
    private const int Least = 6;

    public static IReadOnlyList<(string Name, int From, int Width)> FromProgress(BatchProgress progress)
    {
        var parts = new List<(string, int, int)>();
        var from = 0;
        foreach (var (name, _, count) in Counts(progress))
        {
            if (count > 0 && progress.TotalItems > 0)
            {
                var width = Math.Min(Math.Max((int)((long)Whole * count / progress.TotalItems), Least), Whole - from);
                parts.Add((name, from, width));
                from += width;
            }
        }

        return parts;
    }

    /// <summary>All counts except the waiting items.</summary>
    public static IReadOnlyList<(string Name, string Word, int Count)> Counts(BatchProgress p) =>
    [
        ("failed", "failed", p.FailedItems),
        ("succeeded", "succeeded", p.SucceededItems),
        ("skipped", "stored only", p.SkippedItems),
        ("canceled", "canceled", p.CanceledItems),
        ("processing", "processing", p.ProcessingItems),
    ];

    public static string Describe(BatchProgress p)
    {
        var counts = Counts(p).Where(c => c.Count > 0).Select(c => $"{Number(c.Count)} {c.Word}");
        return $"{Percent(p)} of {Number(p.TotalItems)} items: {string.Join(", ", counts.DefaultIfEmpty("none has begun"))}";
    }

    /// <summary>Such as <c>12,345</c>.</summary>
    public static string Number(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Money(decimal amount) => amount.ToString("N2", CultureInfo.InvariantCulture);

    /// <summary>Rounded down, so that 100 % means all.</summary>
    public static string Percent(BatchProgress p) => Math.Floor(p.PercentComplete).ToString("0", CultureInfo.InvariantCulture) + " %";

    /// <summary>Such as <c>1,234/s</c> or <c>0.4/s</c>.</summary>
    public static string Rate(double perSecond) => perSecond.ToString(perSecond < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture) + "/s";
}
