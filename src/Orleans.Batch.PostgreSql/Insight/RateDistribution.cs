namespace Orleans.Batch.PostgreSql.Insight;

/// <summary>Distributes events between moments evenly over steps of equal length, and adds them up.</summary>
/// <param name="from">The beginning of the first step.</param>
/// <param name="step">The length of a step.</param>
/// <param name="steps">The number of steps.</param>
internal sealed class RateDistribution(DateTimeOffset from, TimeSpan step, int steps)
{
    private readonly double[] _perSecond = new double[steps];

    /// <summary>Per step, the events per second.</summary>
    public double[] PerSecond => _perSecond;

    /// <summary>Adds a rising count.</summary>
    /// <param name="path">Moments in their order, and the count at each.</param>
    public void Add(IEnumerable<(DateTimeOffset At, int Count)> path)
    {
        (DateTimeOffset At, int Count)? before = null;
        foreach (var point in path)
        {
            if (before is { } last && point.Count > last.Count)
            {
                Spread(last.At, point.At > last.At ? point.At : last.At.AddMilliseconds(1), point.Count - last.Count);
            }

            before = point;
        }
    }

    private void Spread(DateTimeOffset begin, DateTimeOffset end, int count)
    {
        var rate = count / (end - begin).TotalSeconds;
        var first = Math.Max(0, (int)Math.Floor((begin - from) / step));
        var last = Math.Min(steps - 1, (int)Math.Floor((end - from) / step));
        for (var i = first; i <= last; i++)
        {
            var (low, high) = (from + (step * i), from + (step * (i + 1)));
            var within = (high < end ? high : end) - (low > begin ? low : begin);
            if (within > TimeSpan.Zero)
            {
                _perSecond[i] += rate * (within / step);
            }
        }
    }
}
