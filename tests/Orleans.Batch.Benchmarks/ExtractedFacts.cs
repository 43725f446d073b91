using System.Globalization;
using System.Text.Json;
using Orleans.Batch.Extraction;
using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Benchmarks;

/// <summary>
/// The facts that the deterministic extractor makes of a load file, for a reader to judge: how many, and some at random
/// with the items they come from.
/// </summary>
internal static class ExtractedFacts
{
    public static int Run(string file, int draw)
    {
        var extractor = new DeterministicExtractor();
        var facts = new List<(Assertion Fact, string Content)>();
        var items = File.ReadLines(file).Select(Parse).OfType<IngestItem>().ToList();
        foreach (var item in items)
        {
            var extraction = extractor.ExtractAsync([item], default).AsTask().GetAwaiter().GetResult()[0];
            facts.AddRange(extraction.Assertions.Where(a => !a.Ends).Select(a => (a, item.Content!)));
        }

        foreach (var (fact, content) in Random.Shared.GetItems(facts.ToArray(), facts.Count == 0 ? 0 : draw).Distinct())
        {
            var date = fact.At is { } at ? string.Create(CultureInfo.InvariantCulture, $" @{at:yyyy-MM-dd}") : "";
            Console.WriteLine($"{FactText.Format(fact.Subject.Name, fact.Predicate, fact.Object?.Name ?? "", fact.Value)}{date}\n    {content}");
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{items.Count} items, {facts.Count} facts, {100.0 * facts.Count / items.Count:0.00} for 100 items"));
        return 0;
    }

    // Lines that declare users, threads and graphs are no items.
    private static IngestItem? Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        string? Text(string key) => root.TryGetProperty(key, out var value) ? value.GetString() : null;
        var isMessage = Text("type") == "thread_message";
        if ((isMessage ? Text("content") : Text("data")) is not { } content)
        {
            return null;
        }

        var type = Text("data_type") switch { "json" => DataType.Json, "text" => DataType.Text, _ => DataType.Message };
        var at = Text("created_at") is { } date ? DateTimeOffset.Parse(date, CultureInfo.InvariantCulture) : DateTimeOffset.UnixEpoch;
        var item = new IngestItem(0, 0, Guid.Empty, null, type, null, null, at, content, HasOutcome: false, HasPayload: true);
        return isMessage
            ? item with { ThreadKey = 1, Speaker = Text("name"), Role = Text("role") switch { "user" => RoleType.User, "assistant" => RoleType.Assistant, _ => RoleType.Norole } }
            : item;
    }
}
