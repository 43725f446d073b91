using System.Net;
using System.Text.Json;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>The work is done and the answer is lost: a repetition with the same key has no second effect.</summary>
[Collection(FaultCollection.Name)]
public sealed class LostAnswerTests(CrashSite site, ITestOutputHelper output) : IClassFixture<CrashSite>
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Load_ThroughConnectionsThatAreCut_HasEachEffectOnce(int seed)
    {
        var ledger = new Ledger();
        await using var proxy = new CuttingProxy(site.Server.Port, seed);
        using var api = new RetryingClient(proxy.Url, site.Key, ledger, Eventually.MaxWait);
        var history = new SupportHistory($"cut{seed}", seed);
        await history.CreateDestinationsAsync(api);

        await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
            new LoadingClient(api, ledger, new LoadProgress(), $"cut{seed}-{i}", withKeys: i > 0).LoadAsync(history.NextBatch(600))));

        output.WriteLine(
            $"seed {seed}: {proxy.RequestsCut} requests and {proxy.AnswersCut} answers cut, {api.Replayed} answers replayed, " +
            $"{ledger.Batches.Sum(b => b.Uncertain.Count)} items without an answer");
        proxy.AnswersCut.ShouldBeGreaterThan(3);
        api.Replayed.ShouldBeGreaterThan(0);
        await PromiseCheck.ShouldHoldAsync(await site.ConnectionStringAsync(), ledger, $"seed {seed}");
    }

    [Fact]
    public async Task LiveWrites_ThroughConnectionsThatAreCut_AreStoredOnce()
    {
        const int writes = 60;
        var ledger = new Ledger();
        using var direct = new RetryingClient(site.Url, site.Key, ledger, Eventually.MaxWait);
        var graph_id = "cut-live";
        (await direct.SendAsync(HttpMethod.Post, "graph/create", new { graph_id })).Status.ShouldBe(HttpStatusCode.Created);
        await using var proxy = new CuttingProxy(site.Server.Port, seed: 1);
        using var api = new RetryingClient(proxy.Url, site.Key, ledger, Eventually.MaxWait);

        var answers = new List<JsonElement>();
        for (var i = 0; i < writes; i++)
        {
            var answer = await api.SendAsync(HttpMethod.Post, "graph", new { graph_id, type = "text", data = $"write {i}" }, $"cut-live-{i}");
            answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.ToString());
            answers.Add(answer.Body);
        }

        output.WriteLine($"{proxy.RequestsCut} requests and {proxy.AnswersCut} answers cut, {api.Replayed} answers replayed");
        api.Replayed.ShouldBeGreaterThan(0, "no write was made whose answer was cut: nothing was tested");
        var stored = await StoredAsync(direct, graph_id, writes);
        stored.Select(e => e.GetProperty("uuid").GetGuid()).Order().ShouldBe(answers.Select(a => a.GetProperty("uuid").GetGuid()).Order());
        stored.Select(e => e.GetProperty("content").GetString()).Order().ShouldBe(
            Enumerable.Range(0, writes).Select(i => $"write {i}").Order());
    }

    [Fact]
    public async Task Repeat_SameKeyOnEveryCall_GetsTheFirstAnswer()
    {
        var ledger = new Ledger();
        using var api = new RetryingClient(site.Url, site.Key, ledger, Eventually.MaxWait);
        var history = new SupportHistory("repeat", seed: 4);
        await history.CreateDestinationsAsync(api);

        var created = await TwiceAsync(api, "batches", new { metadata = new { from = "here" } });
        var batch = created.Body.GetProperty("batch_id").GetGuid();
        var page = history.NextBatch(30)[0];
        var added = await TwiceAsync(api, $"batches/{batch}/items", new { items = page.Select(i => i.Wire) });
        await TwiceAsync(api, $"batches/{batch}/process", null);
        var told = ledger.Created(batch);
        told.Processed = true;
        await new LoadingClient(api, ledger, new LoadProgress(), "repeat", withKeys: true).WatchAsync(told);

        // Regardless of the batch's later state.
        (await api.SendAsync(HttpMethod.Post, "batches", new { metadata = new { from = "here" } }, "repeat"))
            .Body.GetRawText().ShouldBe(created.Body.GetRawText());
        (await api.SendAsync(HttpMethod.Post, $"batches/{batch}/items", new { items = page.Select(i => i.Wire) }, "repeat"))
            .Body.GetRawText().ShouldBe(added.Body.GetRawText());
        told.Added(added.Body.EnumerateArray().Zip(page, (item, sent) => new AcknowledgedItem(
            sent.Sent, item.GetProperty("sequence_index").GetInt32(), item.GetProperty("episode_uuid").GetGuid())));
        await PromiseCheck.ShouldHoldAsync(await site.ConnectionStringAsync(), ledger, "repeat");
    }

    // Writes of one graph keep their order: when the last one is stored, all others are.
    private static async Task<JsonElement[]> StoredAsync(RetryingClient api, string graph, int atLeast)
    {
        JsonElement[] stored = [];
        await Eventually.TrueAsync(
            async () =>
            {
                var page = await api.SendAsync(HttpMethod.Get, $"graph/episodes/graph/{graph}?lastn=1000");
                stored = [.. page.Body.GetProperty("episodes").EnumerateArray().Where(e => e.GetProperty("processed").GetBoolean())];
                return stored.Any(e => e.GetProperty("content").GetString() == $"write {atLeast - 1}");
            });
        return stored;
    }

    private static async Task<Answer> TwiceAsync(RetryingClient api, string path, object? body)
    {
        var replayed = api.Replayed;
        var first = await api.SendAsync(HttpMethod.Post, path, body, "repeat");
        first.Status.ShouldBe(HttpStatusCode.OK, first.ToString());
        api.Replayed.ShouldBe(replayed);
        var second = await api.SendAsync(HttpMethod.Post, path, body, "repeat");
        api.Replayed.ShouldBe(replayed + 1);
        second.Status.ShouldBe(first.Status);
        second.Body.GetRawText().ShouldBe(first.Body.GetRawText());
        return first;
    }
}
