using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.Batch.TestKit.Servers;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>
/// Measures search by words, and, where the environment has settings of the section Embeddings, by words and meaning: one server
/// after the other.
/// </summary>
internal static partial class RecallComparison
{
    private const string Section = "Embeddings__";

    public static async Task RunAsync(string directory, Action<string> say)
    {
        var settings = Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(k => k.StartsWith(Section, StringComparison.Ordinal))
            .ToDictionary(k => k, Environment.GetEnvironmentVariable);
        Console.WriteLine("Words:");
        var words = await MeasureAsync(directory, [.. settings.Keys.Select(k => (k, (string?)null))], null, say);
        if (settings.Count > 0)
        {
            Console.WriteLine("Words and vectors:");
            var progress = new EmbeddingProgress();
            var both = await MeasureAsync(
                directory, [.. settings.Select(s => (s.Key, s.Value)), ("Telemetry__Prometheus", "true")], progress, say);
            progress.Write();
            Console.WriteLine($"gain by question: recall@10 {Gain(words, both, r => r.At10)}, recall@20 {Gain(words, both, r => r.At20)}");
        }
    }

    private static Interval Gain(RecallReport words, RecallReport both, Func<QuestionResult, double> value) =>
        Interval.From([.. both.Results.Zip(words.Results, (b, w) => value(b) - value(w))]);

    private static async Task<RecallReport> MeasureAsync(
        string directory, (string, string?)[] settings, EmbeddingProgress? progress, Action<string> say)
    {
        using var data = new TemporaryDataDirectory();
        using var server = await RunningServer.ServeAsync(data, settings);
        using var http = server.NewClient();
        var report = await RecallRows.MeasureAsync(
            http, directory, say, progress is null ? null : turns => progress.WaitAsync(server, turns));
        report.Write();
        using var process = Process.GetProcessById(server.Id);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory of the server: {process.WorkingSet64 >> 20} MB"));
        await server.StopAsync();
        return report;
    }

    /// <summary>Waits until turns have vectors.</summary>
    private sealed partial class EmbeddingProgress
    {
        private TimeSpan _waited;
        private int _embedded;

        public async Task WaitAsync(RunningServer server, int turns)
        {
            using var http = new HttpClient();
            var began = Stopwatch.GetTimestamp();
            while (Count().Match(await http.GetStringAsync(new Uri(server.Url + "/metrics"))) is var count
                   && (!count.Success || int.Parse(count.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) < turns))
            {
                await Task.Delay(200);
            }

            _waited += Stopwatch.GetElapsedTime(began);
            _embedded = turns;
        }

        public void Write() => Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{_embedded:N0} turns had their vectors {_waited.TotalSeconds:0} s after their loads, {_embedded / _waited.TotalSeconds:0} a second"));

        [GeneratedRegex(@"^orleans_batch_embedded_episodes\S* (?<count>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
        private static partial Regex Count();
    }
}
