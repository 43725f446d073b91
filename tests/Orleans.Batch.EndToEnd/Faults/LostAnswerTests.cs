using System.Net;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>The work is done and the answer does not arrive: the same key again, and the effect stands once.</summary>
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
        using var api = new PatientClient(proxy.Url, site.Key, ledger, Eventually.Patience);
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
    public async Task Repeat_SameKeyOnEveryCall_GetsTheFirstAnswer()
    {
        var ledger = new Ledger();
        using var api = new PatientClient(site.Url, site.Key, ledger, Eventually.Patience);
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

        // Whatever has become of the batch since.
        (await api.SendAsync(HttpMethod.Post, "batches", new { metadata = new { from = "here" } }, "repeat"))
            .Body.GetRawText().ShouldBe(created.Body.GetRawText());
        (await api.SendAsync(HttpMethod.Post, $"batches/{batch}/items", new { items = page.Select(i => i.Wire) }, "repeat"))
            .Body.GetRawText().ShouldBe(added.Body.GetRawText());
        told.Added(added.Body.EnumerateArray().Zip(page, (item, sent) => new AcknowledgedItem(
            sent.Sent, item.GetProperty("sequence_index").GetInt32(), item.GetProperty("episode_uuid").GetGuid())));
        await PromiseCheck.ShouldHoldAsync(await site.ConnectionStringAsync(), ledger, "repeat");
    }

    private static async Task<Answer> TwiceAsync(PatientClient api, string path, object? body)
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
