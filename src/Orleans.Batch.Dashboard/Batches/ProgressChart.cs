using System.Globalization;
using System.Text;

namespace Orleans.Batch.Dashboard;

/// <summary>Items per second over time for a batch, as an area to draw.</summary>
/// <param name="Items">The path of all items that ended.</param>
/// <param name="Failed">The path of those that failed; null when none did.</param>
/// <param name="Top">The value of the upper edge, in items per second.</param>
/// <param name="Average">Items per second over all of it.</param>
internal sealed record ProgressChart(string Items, string? Failed, double Top, double Average)
{
    public const int Width = 600;
    public const int Height = 120;

    /// <summary>The chart; null while there is nothing to draw.</summary>
    public static ProgressChart? FromHistory(ProgressHistory history)
    {
        var steps = StepsOf(history);
        if (steps.Count == 0 || history.Points[^1].Ended == 0)
        {
            return null;
        }

        var whole = (history.Points[^1].At - history.Points[0].At).TotalSeconds;
        var top = RoundUp(steps.Max(s => s.Items));
        return new ProgressChart(
            PathOf(steps, whole, top, s => s.Items),
            history.Points[^1].Failed == 0 ? null : PathOf(steps, whole, top, s => s.Failed),
            top,
            history.Points[^1].Ended / whole);
    }

    /// <summary>The rate over the last seconds that are known.</summary>
    public static double? LatestRate(ProgressHistory history)
    {
        if (history.Points.Count < 2)
        {
            return null;
        }

        var last = history.Points[^1];
        var before = history.Points.LastOrDefault(p => last.At - p.At >= TimeSpan.FromSeconds(5)) ?? history.Points[0];
        var seconds = (last.At - before.At).TotalSeconds;
        return seconds > 0 ? (last.Ended - before.Ended) / seconds : null;
    }

    private static List<(double From, double To, double Items, double Failed)> StepsOf(ProgressHistory history)
    {
        var steps = new List<(double, double, double, double)>();
        for (var i = 1; i < history.Points.Count; i++)
        {
            var (a, b) = (history.Points[i - 1], history.Points[i]);
            var seconds = (b.At - a.At).TotalSeconds;
            if (seconds > 0)
            {
                var from = (a.At - history.Points[0].At).TotalSeconds;
                steps.Add((from, from + seconds, Math.Max(0, b.Ended - a.Ended) / seconds, Math.Max(0, b.Failed - a.Failed) / seconds));
            }
        }

        return steps;
    }

    private static string PathOf(
        List<(double From, double To, double Items, double Failed)> steps,
        double whole,
        double top,
        Func<(double From, double To, double Items, double Failed), double> value)
    {
        var path = new StringBuilder("M0,").Append(Height);
        foreach (var step in steps)
        {
            var y = Height - (Height * value(step) / top);
            path.Append(CultureInfo.InvariantCulture, $"L{Width * step.From / whole:0.#},{y:0.#}L{Width * step.To / whole:0.#},{y:0.#}");
        }

        return path.Append(CultureInfo.InvariantCulture, $"L{Width},{Height}Z").ToString();
    }

    /// <summary>Rounds up to 1, 2 or 5 times a power of ten.</summary>
    private static double RoundUp(double value)
    {
        if (value <= 0)
        {
            return 1;
        }

        var power = Math.Pow(10, Math.Floor(Math.Log10(value)));
        return (value / power) switch
        {
            <= 1 => power,
            <= 2 => 2 * power,
            <= 5 => 5 * power,
            _ => 10 * power,
        };
    }
}
