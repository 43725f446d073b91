using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Orleans.Batch.Benchmarks;

/// <summary>Live writes over HTTP, one episode a call, as users of a product cause them.</summary>
internal sealed class LiveLoad(HttpClient http, int graphs, bool saysSomething)
{
    private const int Users = 4;
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(25);
    private static readonly string Text = string.Concat(Enumerable.Repeat("Renewal is due in spring; ", 20))[..400];
    private int _next;

    /// <summary>
    /// Several users write at a fixed interval, regardless of the time of the last write, until <paramref name="during"/>
    /// ends.
    /// </summary>
    /// <returns>Milliseconds until the answer, per write.</returns>
    public async Task<List<double>> RunAsync(Task during)
    {
        var users = await Task.WhenAll(Enumerable.Range(0, Users).Select(_ => Task.Run(() => UserAsync(during))));
        return [.. users.SelectMany(u => u)];
    }

    /// <summary>Writes this number of episodes, each client the next when the last one is accepted, until all are in their graphs.</summary>
    /// <returns>Episodes a second.</returns>
    public async Task<double> OneByOneAsync(int episodes, int clients)
    {
        var begun = Stopwatch.GetTimestamp();
        var tasks = new string[episodes];
        await Parallel.ForAsync(
            0, episodes, new ParallelOptions { MaxDegreeOfParallelism = clients }, async (i, _) => tasks[i] = await WriteAsync());
        while (await StatusAsync(tasks[^1]) != "succeeded")
        {
            await Task.Delay(1);
        }

        var took = Stopwatch.GetElapsedTime(begun);
        foreach (var task in tasks)
        {
            if (await StatusAsync(task) is var status and not "succeeded")
            {
                throw new InvalidOperationException($"task {task} is {status}");
            }
        }

        return episodes / took.TotalSeconds;
    }

    private async Task<string> StatusAsync(string task) =>
        (string)(await http.GetFromJsonAsync<JsonNode>($"tasks/{task}"))!["status"]!;

    private async Task<List<double>> UserAsync(Task during)
    {
        var answered = new List<double>();
        using var clock = new PeriodicTimer(Every);
        while (!during.IsCompleted)
        {
            await clock.WaitForNextTickAsync();
            var begun = Stopwatch.GetTimestamp();
            await WriteAsync();
            answered.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return answered;
    }

    private async Task<string> WriteAsync()
    {
        var next = Interlocked.Increment(ref _next);
        var graph = string.Create(CultureInfo.InvariantCulture, $"of-{graphs}-{next % graphs}");
        var data = saysSomething ? string.Create(CultureInfo.InvariantCulture, $"Anna works at Acme {next % 50}. {Text[..370]}") : Text;
        using var answer = await http.PostAsJsonAsync("graph", new { graph_id = graph, type = "text", data });
        answer.EnsureSuccessStatusCode();
        return (string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["task_id"]!;
    }
}
