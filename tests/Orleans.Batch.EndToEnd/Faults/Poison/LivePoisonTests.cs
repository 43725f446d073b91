using System.Net;
using System.Text.Json;
using Orleans.Batch.TestKit.Promise;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Faults.Poison;

/// <summary>A live write that kills the process, and a service manager that restarts it.</summary>
[Trait("Category", "Long")]
[Collection(FaultCollection.Name)]
public sealed class LivePoisonTests(ITestOutputHelper output) : IDisposable
{
    private const int Aborted = 134;

    // One crash before anything is recorded, and four adoptions.
    private const int Crashes = 5;

    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Add_AWriteThatKillsTheProcess_IsQuarantinedAndThoseBehindItGoOn()
    {
        using var first = await RunningServer.ServeAsync(_data);
        var url = first.Url;
        using var api = new RetryingClient(url, first.Key, new Ledger(), Eventually.MaxWait, TimeSpan.FromMilliseconds(250));
        (await api.SendAsync(HttpMethod.Post, "graph/create", new { graph_id = "g" })).Status.ShouldBe(HttpStatusCode.Created);
        (await api.SendAsync(HttpMethod.Post, "graph/create", new { graph_id = "calm" })).Status.ShouldBe(HttpStatusCode.Created);
        (await first.StopAsync()).ShouldBe(0);

        IReadOnlyList<int> exitCodes;
        await using (var manager = new ServiceManager(() => ServerProcess.Start(
            ["--data-dir", _data.Path, "--urls", url], KillingStartup.Variables)))
        {
            exitCodes = manager.ExitCodes;
            var before = await AddAsync(api, "g", "before");
            var poison = await AddAsync(api, "g", "poison", KillingQueue.Fatal);
            var behind = await AddAsync(api, "g", "behind");
            var beside = await AddAsync(api, "calm", "beside");

            // The time of a start depends on the machine: each has its own limit.
            for (var crash = 1; crash <= Crashes; crash++)
            {
                await Eventually.TrueAsync(() => Task.FromResult(exitCodes.Count >= crash));
            }

            var end = await EndOfAsync(api, poison.Task);
            output.WriteLine($"the server ended with {string.Join(", ", exitCodes)}");
            end.GetProperty("status").GetString().ShouldBe("failed");
            end.GetProperty("error").GetProperty("code").GetString().ShouldBe(ErrorCodes.Poison);
            end.GetProperty("error").GetProperty("message").GetString().ShouldNotBeNull().ShouldContain("quarantined");
            foreach (var good in (Written[])[before, behind, beside])
            {
                (await EndOfAsync(api, good.Task)).GetProperty("status").GetString().ShouldBe("succeeded");
                (await EpisodeAsync(api, good)).Body.GetProperty("processed").GetBoolean().ShouldBeTrue();
            }

            (await EpisodeAsync(api, poison)).Status.ShouldBe(HttpStatusCode.NotFound);
            await Eventually.TrueAsync(() => Task.FromResult(
                manager.Output.Contains($"worked on the live write of episode {poison.Episode}", StringComparison.Ordinal)));
        }

        exitCodes.Count(c => c == Aborted).ShouldBe(Crashes);
        exitCodes[^1].ShouldBe(0);
    }

    // With a key, because the server may end before it has answered.
    private static async Task<Written> AddAsync(RetryingClient api, string graph_id, string data, DateTimeOffset? created_at = null)
    {
        var answer = await api.SendAsync(HttpMethod.Post, "graph", new { graph_id, type = "text", data, created_at }, key: data);
        answer.Status.ShouldBe(HttpStatusCode.Accepted, answer.ToString());
        return new(answer.Body.GetProperty("uuid").GetGuid(), answer.Body.GetProperty("task_id").GetGuid());
    }

    private static Task<Answer> EpisodeAsync(RetryingClient api, Written write) =>
        api.SendAsync(HttpMethod.Get, $"graph/episodes/{write.Episode}");

    private static async Task<JsonElement> EndOfAsync(RetryingClient api, Guid task)
    {
        JsonElement seen = default;
        await Eventually.TrueAsync(
            async () =>
            {
                seen = (await api.SendAsync(HttpMethod.Get, $"tasks/{task}")).Body;
                return seen.GetProperty("status").GetString() is "succeeded" or "failed";
            });
        return seen;
    }

    private sealed record Written(Guid Episode, Guid Task);
}
