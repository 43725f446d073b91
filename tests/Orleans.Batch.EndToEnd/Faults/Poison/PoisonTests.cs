using Orleans.Batch.LocalPostgres;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Faults.Poison;

/// <summary>Items that kill the process, and a service manager that restarts it.</summary>
[Trait("Category", "Long")]
[Collection(FaultCollection.Name)]
public sealed class PoisonTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>The exit code of a process that an item has killed.</summary>
    internal const int Aborted = 134;

    // One crash before anything is recorded, four adoptions for each of the two items, and a margin for chance.
    private const int MostCrashes = 11;

    // A call may have to wait for all restarts: on a busy machine each takes up to a minute.
    private static readonly TimeSpan LongestOutage = MostCrashes * TimeSpan.FromMinutes(1);

    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Ingest_ItemsThatKillTheProcess_AreQuarantinedAndNothingElseIs()
    {
        using var first = await RunningServer.ServeAsync(_data);
        var url = first.Url;
        var ledger = new Ledger();
        using var api = new RetryingClient(url, first.Key, ledger, LongestOutage, TimeSpan.FromMilliseconds(250));
        var history = new SupportHistory("poison", seed: 5);
        await history.CreateDestinationsAsync(api);
        (await first.StopAsync()).ShouldBe(0);

        var batches = Enumerable.Range(0, 3).Select(_ => history.NextBatch(300)).ToArray();
        batches[0] = WithPoison(batches[0], "poison-graph-3");
        batches[1] = WithPoison(batches[1], "poison-graph-7");
        IReadOnlyList<int> exitCodes;
        await using (var manager = new ServiceManager(() => ServerProcess.Start(
            ["--data-dir", _data.Path, "--urls", url], KillingStartup.Variables)))
        {
            exitCodes = manager.ExitCodes;
            await Task.WhenAll(batches.Select((pages, i) =>
                new LoadingClient(api, ledger, new LoadProgress(), $"poison-{i}", withKeys: true).LoadAsync(pages)));
            await PromiseCheck.ShouldHoldAsync(
                await PrivatePostgres.ConnectToRunningAsync(
                    new PrivatePostgresOptions { DataDirectory = _data.Path }, TimeProvider.System, default),
                ledger,
                manager.Output);
        }

        output.WriteLine($"the server ended with {string.Join(", ", exitCodes)}");
        ledger.Batches.Select(b => b.Observed[^1].Status).ShouldAllBe(s => s == "partial");
        exitCodes.Count(c => c == Aborted).ShouldBeInRange(2, MostCrashes);
        exitCodes[^1].ShouldBe(0);
        exitCodes.ShouldAllBe(c => c == Aborted || c == 0);
    }

    /// <summary>Creates a batch with an item in its middle that kills.</summary>
    internal static IReadOnlyList<HistoryItem>[] WithPoison(IReadOnlyList<IReadOnlyList<HistoryItem>> pages, string graph)
    {
        var data = $$"""{"ticket":"{{graph}}",{{KillingWriter.Mark}}}""";
        var poison = new HistoryItem(
            new SentItem(data, graph, ErrorCodes.Poison),
            new { type = "graph_episode", graph_id = graph, data_type = "json", data });
        var middle = pages.Count / 2;
        return [.. pages.Take(middle), [.. pages[middle].Take(20), poison, .. pages[middle].Skip(20)], .. pages.Skip(middle + 1)];
    }
}
