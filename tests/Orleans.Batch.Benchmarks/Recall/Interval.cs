using System.Globalization;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>A mean with its 95 % confidence interval by the bootstrap: 1,000 samples of the questions, drawn with a fixed seed.</summary>
internal readonly record struct Interval(double Mean, double Low, double High)
{
    private const int Samples = 1_000;

    public static Interval From(IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            return default;
        }

        var random = new Random(1);
        var means = new double[Samples];
        for (var i = 0; i < Samples; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < values.Count; j++)
            {
                sum += values[random.Next(values.Count)];
            }

            means[i] = sum / values.Count;
        }

        Array.Sort(means);
        return new Interval(values.Average(), means[Samples / 40], means[Samples - 1 - (Samples / 40)]);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Mean:0.000} ({Low:0.000}-{High:0.000})");
}
