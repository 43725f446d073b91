using System.Diagnostics;
using System.Globalization;
using Orleans.Batch.TestKit.Servers;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>
/// Measures search over the same conversations in one run: extracted by the deterministic rules and, if one is given, by a model; each by
/// words, and, where the environment has settings of the section Embeddings, by words and meaning.
/// </summary>
internal static class RecallComparison
{
    private const string Section = "Embeddings__";

    /// <summary>Runs it, prints the reports, and returns them by name.</summary>
    public static async Task<IReadOnlyDictionary<string, RecallReport>> RunAsync(RecallArguments arguments, Action<string> say)
    {
        var conversations = Conversation.ReadAll(arguments.Directory);
        if (conversations.Count == 0)
        {
            throw new InvalidDataException($"{arguments.Directory} has no conversations: *.json.");
        }

        var reports = new Dictionary<string, RecallReport>(StringComparer.Ordinal);
        await MeasureAsync("deterministic", "deterministic");
        if (arguments.Model is { } model)
        {
            await MeasureAsync($"model {model.Name}", "model");
            Console.WriteLine($"gain of the model by question: {Gains(reports["deterministic"], reports[$"model {model.Name}"])}");
        }

        return reports;

        // Loaded once, so that a model is asked once: the second server starts on the data of the first.
        async Task MeasureAsync(string name, string extraction)
        {
            // Both extractions: the environment may have settings of the profile, which would be incomplete alone.
            (string, string?)[] settings = [.. arguments.Model?.ToSettings() ?? []];
            var hasPrices = arguments.Model?.HasPrices ?? false;
            var embeddings = EmbeddingSettings();
            using var data = new TemporaryDataDirectory();
            Console.WriteLine($"{name}, words:");
            IReadOnlyList<LoadedConversation> loaded = [];
            var words = reports[name] = await ServeAsync(
                data,
                [.. settings, .. embeddings.Select(e => (e.Name, (string?)null))],
                async (_, http) => await RecallRows.MeasureAsync(http, loaded = await RecallRows.LoadAsync(http, conversations, extraction, say)),
                hasPrices);
            if (embeddings.Count == 0)
            {
                return;
            }

            Console.WriteLine($"{name}, words and vectors:");
            var both = reports[name + " with vectors"] = await ServeAsync(
                data,
                [.. settings, .. embeddings, ("Telemetry__Prometheus", "true")],
                async (server, http) =>
                {
                    await EmbeddingProgress.WaitAsync(server, words.Turns);
                    return await RecallRows.MeasureAsync(http, loaded);
                },
                hasPrices);
            Console.WriteLine($"gain of vectors by question: {Gains(words, both)}");
        }
    }

    private static List<(string Name, string? Value)> EmbeddingSettings() =>
    [
        .. Environment.GetEnvironmentVariables().Keys.Cast<string>()
            .Where(k => k.StartsWith(Section, StringComparison.Ordinal))
            .Select(k => (k, Environment.GetEnvironmentVariable(k))),
    ];

    private static async Task<RecallReport> ServeAsync(
        TemporaryDataDirectory data, (string, string?)[] settings, Func<RunningServer, HttpClient, Task<RecallReport>> measure, bool hasPrices)
    {
        using var server = await RunningServer.ServeAsync(data, settings);
        using var http = server.NewClient();
        var report = await measure(server, http);
        report.Write(hasPrices);
        using var process = Process.GetProcessById(server.Id);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory of the server: {process.WorkingSet64 >> 20} MB"));
        await server.StopAsync();
        return report;
    }

    private static string Gains(RecallReport before, RecallReport after) =>
        $"recall@10 {Gain(before, after, r => r.At10)}, recall@20 {Gain(before, after, r => r.At20)}, answer in context {Gain(before, after, r => r.AnswerInContext ? 1 : 0)}";

    private static Interval Gain(RecallReport before, RecallReport after, Func<QuestionResult, double> value) =>
        Interval.From([.. after.Results.Zip(before.Results, (a, b) => value(a) - value(b))]);
}
