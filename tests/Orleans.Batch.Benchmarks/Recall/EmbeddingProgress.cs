using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.Batch.TestKit.Servers;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>Waits until a server that has an embedding model has given vectors to all turns that are stored.</summary>
internal static partial class EmbeddingProgress
{
    /// <param name="server">The server, just started.</param>
    /// <param name="turns">How many turns are stored.</param>
    public static async Task WaitAsync(RunningServer server, int turns)
    {
        using var http = new HttpClient();
        var began = Stopwatch.GetTimestamp();
        while (Count().Match(await http.GetStringAsync(new Uri(server.Url + "/metrics"))) is var count
               && (!count.Success || int.Parse(count.Groups["count"].ValueSpan, CultureInfo.InvariantCulture) < turns))
        {
            await Task.Delay(200);
        }

        var waited = Stopwatch.GetElapsedTime(began);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{turns:N0} turns had their vectors {waited.TotalSeconds:0.0} s after the start, {turns / waited.TotalSeconds:0} a second"));
    }

    [GeneratedRegex(@"^orleans_batch_embedded_episodes\S* (?<count>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Count();
}
