using System.Net.Http.Json;
using System.Text.Json;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Changelogs;

/// <summary>
/// The results of real input without any configuration: facts that end when the next ones begin, found by their words,
/// and part of an agent's context.
/// </summary>
[Trait("Category", "Long")]
public sealed class ChangelogFactsTests(ITestOutputHelper output) : IDisposable
{
    private const int Most = 3_000;

    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [ChangelogFact]
    public async Task Load_AsTheServerComes_EveryFactEndsWhenTheNextBeginsAndIsFound()
    {
        using var file = new ChangelogFile(Most, asRecords: true);
        using var server = await RunningServer.ServeAsync(_data);
        var (code, said) = await ServerProcess.RunAsync(["load", file.Path, "--url", server.Url, "--key", server.Key], ("ZEP_API_KEY", null));
        code.ShouldBe(0, said);
        using var api = server.NewClient();

        var told = file.Histories.Where(PackageTimeline.IsTold).ToArray();
        told.Length.ShouldBeGreaterThan(file.Histories.Count / 2, "too few packages to tell anything");
        var facts = 0;
        foreach (var package in told)
        {
            var versions = PackageTimeline.Versions(package);
            var maintainers = PackageTimeline.Maintainers(package);
            (await PeriodsAsync(api, package.Package, "VERSION")).ShouldBe(Sorted(versions), package.Package);
            (await PeriodsAsync(api, package.Package, "MAINTAINER")).ShouldBe(Sorted(maintainers), package.Package);
            await ShouldBeFoundAsync(api, package);
            facts += versions.Count + maintainers.Count;
        }

        output.WriteLine($"{facts} versions and maintainers of {told.Length} packages, whose {told.Sum(p => p.Entries.Count)} entries tell them; {file.Histories.Count - told.Length} packages left out");
    }

    [ChangelogFact]
    public async Task Context_OfAThreadThatAsks_TellsWhatTheChangelogSays()
    {
        var package = PackageHistory.OfThisMachine().First(PackageTimeline.IsTold);
        var maintainer = PackageTimeline.Maintainers(package)[^1];
        using var server = await RunningServer.ServeAsync(_data);
        using var api = server.NewClient();
        await SendAsync(api, "users", new { user_id = "kim", first_name = "Kim" });
        await SendAsync(api, "threads", new { thread_id = "upkeep", user_id = "kim" });
        foreach (var entry in package.Entries.TakeLast(5))
        {
            await DoneAsync(api, await SendAsync(api, "graph", new { user_id = "kim", type = "json", data = ChangelogRecord.FromEntry(entry), created_at = entry.Date }));
        }

        var messages = new[]
        {
            new { role = "user", name = "Kim", content = "I work at Globex." },
            new { role = "assistant", name = "Robin", content = "What can I do for you?" },
            new { role = "user", name = "Kim", content = $"Who is the maintainer of {maintainer.Source}?" },
        };
        await DoneAsync(api, await SendAsync(api, "threads/upkeep/messages", new { messages }));

        var context = (await api.GetFromJsonAsync<JsonElement>("threads/upkeep/context")).GetProperty("context").GetString()!;
        output.WriteLine(context);
        context.ShouldContain($"{maintainer.Source} maintainer {maintainer.What}", Case.Insensitive);
        context.ShouldContain("Kim works at Globex");
    }

    // Its longest line. Long graphs are searched by an index, which is built after the load.
    private static async Task ShouldBeFoundAsync(HttpClient api, PackageHistory package)
    {
        var line = package.Entries
            .SelectMany(e => ChangelogRecord.GetChanges(ChangelogRecord.FromEntry(e)).Split('\n'))
            .MaxBy(l => l.Length)!.Trim();
        await Eventually.TrueAsync(
            async () =>
            {
                var found = await SendAsync(api, "graph/search", new { graph_id = package.Package, query = line, scope = "episodes" });
                return found.GetProperty("episodes").EnumerateArray().Any(e => ChangelogRecord.GetChanges(e.GetProperty("content").GetString()!).Contains(line));
            });
    }

    private static async Task<List<Period>> PeriodsAsync(HttpClient api, string package, string type)
    {
        var periods = new List<Period>();
        string? cursor = null;
        do
        {
            using var page = await api.PostAsJsonAsync(
                $"graph/edge/graph/{Uri.EscapeDataString(package)}",
                new { filters = new { edge_types = new[] { type } }, order_by = "valid_at", direction = "asc", cursor });
            page.IsSuccessStatusCode.ShouldBeTrue(await page.Content.ReadAsStringAsync());
            periods.AddRange((await page.Content.ReadFromJsonAsync<JsonElement>()).EnumerateArray().Select(e => Read(e, type)));
            cursor = page.Headers.TryGetValues("Zep-Next-Cursor", out var next) ? next.Single() : null;
        }
        while (cursor is not null);
        return Sorted(periods);
    }

    private static Period Read(JsonElement edge, string type)
    {
        string Text(string field) => edge.GetProperty(field).GetString()!;
        var what = type == "VERSION" ? edge.GetProperty("attributes").GetProperty("value").GetString()! : Text("target_node_name").ToLowerInvariant();
        var ended = edge.TryGetProperty("invalid_at", out var to) && to.ValueKind != JsonValueKind.Null;
        (edge.TryGetProperty("expired_at", out var expired) && expired.ValueKind != JsonValueKind.Null).ShouldBe(ended);
        return new Period(
            Text("source_node_name").ToLowerInvariant(), what, edge.GetProperty("valid_at").GetDateTimeOffset(), ended ? to.GetDateTimeOffset() : null);
    }

    // Entries of one moment have no order, so they get one here.
    private static List<Period> Sorted(IEnumerable<Period> periods) =>
    [
        .. periods.Select(p => p with { From = p.From.ToUniversalTime(), To = p.To?.ToUniversalTime() })
            .OrderBy(p => p.Source, StringComparer.Ordinal).ThenBy(p => p.From).ThenBy(p => p.What, StringComparer.Ordinal).ThenBy(p => p.To),
    ];

    private static async Task<JsonElement> SendAsync(HttpClient api, string path, object body)
    {
        using var answer = await api.PostAsJsonAsync(path, body);
        answer.IsSuccessStatusCode.ShouldBeTrue(await answer.Content.ReadAsStringAsync());
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static Task DoneAsync(HttpClient api, JsonElement accepted) => Eventually.TrueAsync(
        async () => (await api.GetFromJsonAsync<JsonElement>($"tasks/{accepted.GetProperty("task_id").GetString()}"))
            .GetProperty("status").GetString() == "succeeded");
}
