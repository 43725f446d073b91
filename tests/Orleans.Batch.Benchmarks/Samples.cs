namespace Orleans.Batch.Benchmarks;

/// <summary>Repeated measurements of one value.</summary>
internal sealed class Samples(IEnumerable<double> values)
{
    private readonly double[] _sorted = [.. values.Order()];

    public double Median => At(0.5);

    public double Min => _sorted[0];

    public double Max => _sorted[^1];

    public int Count => _sorted.Length;

    public double At(double quantile) => _sorted[Math.Min(_sorted.Length - 1, (int)Math.Ceiling(quantile * _sorted.Length) - 1)];
}
