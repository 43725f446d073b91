using Xunit.Abstractions;

namespace Orleans.Batch.Extraction.Tests;

/// <summary>Precision and recall on the labeled samples; the figures are in the README of the extraction.</summary>
public sealed class SampleTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("sentences.txt", 100, 0.99, 0.98)]
    [InlineData("unseen.txt", 50, 0.95, 0.72)]
    [InlineData("documents.txt", 30, 0.86, 0.82)]
    public void Samples_PrecisionAndRecall_AreAsStated(string file, int samples, double precision, double recall)
    {
        var all = Sample.ReadFile(file);
        all.Count.ShouldBeGreaterThanOrEqualTo(samples);

        foreach (var group in all.GroupBy(s => s.Group))
        {
            output.WriteLine($"{group.Key,-28} {Score.FromSamples(group)}");
        }

        var total = Score.FromSamples(all);
        output.WriteLine($"{file + ", all",-28} {total}");
        foreach (var sample in all.Where(s => !s.Extracted.Order(StringComparer.Ordinal).SequenceEqual(s.Expected.Order(StringComparer.Ordinal))))
        {
            output.WriteLine($"{sample.Content}");
            output.WriteLine(string.Join("\n", sample.Expected.Except(sample.Extracted).Select(l => $"    missing  {l}")
                .Concat(sample.Extracted.Except(sample.Expected).Select(l => $"    wrong    {l}"))));
        }

        total.Precision.ShouldBeGreaterThanOrEqualTo(precision);
        total.Recall.ShouldBeGreaterThanOrEqualTo(recall);
    }

    private sealed record Score(int Samples, int Expected, int Extracted, int Right)
    {
        public double Precision => Extracted == 0 ? 1 : (double)Right / Extracted;

        public double Recall => Expected == 0 ? 1 : (double)Right / Expected;

        public static Score FromSamples(IEnumerable<Sample> samples) => samples.Aggregate(
            new Score(0, 0, 0, 0),
            (s, one) => new Score(
                s.Samples + 1,
                s.Expected + one.Expected.Count,
                s.Extracted + one.Extracted.Count,
                s.Right + one.Extracted.Count(one.Expected.Contains)));

        public override string ToString() => FormattableString.Invariant(
            $"precision {Precision:0.000} recall {Recall:0.000} ({Samples} samples, {Expected} expected, {Extracted} extracted, {Right} right)");
    }
}
