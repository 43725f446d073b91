using System.Security.Cryptography;
using Orleans.Batch.EndToEnd.Faults;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.TestKit.Webhooks;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Webhooks;

/// <summary>The server dies when a receiver has its message and the server does not know it yet.</summary>
[Collection(FaultCollection.Name)]
public sealed class KilledServerTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const int Batches = 20;

    // The limit of concurrent messages to one receiver: when all have arrived, none is in transit when the server dies.
    private const int AtOnce = 8;

    [Fact]
    public async Task Kill_BetweenAttemptAndRecord_RepeatsTheSameMessageAndLosesNone()
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var killed = false;
        var held = 0;
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await LoopbackReceiver.StartAsync(async (_, http) =>
        {
            if (!Volatile.Read(ref killed))
            {
                if (Interlocked.Increment(ref held) == AtOnce)
                {
                    reached.TrySetResult();
                }

                await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
                Interlocked.Decrement(ref held);
            }
        });
        using var data = new TemporaryDataDirectory();
        using var first = await RunningServer.ServeAsync(data, Variables());
        using var api = new WebhookApi(first);
        await api.CreateEndpointAsync(receiver.Url);
        await api.CreateGraphAsync("g");
        var batches = new List<Guid>();
        for (var i = 0; i < Batches; i++)
        {
            batches.Add(await api.DraftAsync("g"));
            await api.ProcessAsync(batches[^1]);
        }

        await reached.Task.WaitAsync(Eventually.MaxWait);
        await first.KillAsync();
        await database.ShiftClockAsync(TimeSpan.FromMinutes(2)); // beyond the lease of the taken deliveries
        var cutOff = receiver.Messages.ToList();
        Volatile.Write(ref killed, true);
        using var second = await RunningServer.ServeAsync(data, first.Port, Variables());
        await Eventually.TrueAsync(
            () => Task.FromResult(Repeated().Select(m => m.BatchId).Distinct().Count() == Batches));
        await Eventually.TrueAsync(async () => await OpenAsync() == 0);

        output.WriteLine($"{cutOff.Count} messages were cut off, {Repeated().Count} came after the restart");
        cutOff.ShouldNotBeEmpty();
        receiver.Messages.GroupBy(m => m.BatchId).ShouldAllBe(g => g.Select(m => m.Id).Distinct().Count() == 1);
        receiver.Messages.Select(m => m.BatchId).Distinct().ShouldBe(batches, ignoreOrder: true);
        cutOff.Select(m => m.Id).ShouldBeSubsetOf(Repeated().Select(m => m.Id));
        Repeated().Count.ShouldBe(Batches); // acknowledged messages are not repeated
        (await database.ScalarAsync<long>("SELECT count(*) FROM outbox")).ShouldBe(Batches);

        List<ReceivedMessage> Repeated() => [.. receiver.Messages.Skip(cutOff.Count)];

        Task<long> OpenAsync() => database.ScalarAsync<long>("SELECT count(*) FROM webhook_delivery WHERE state <> 1");

        (string, string?)[] Variables() =>
        [
            ("BATCH_API_KEY", key), ("ConnectionStrings__Batch", database.ConnectionString), .. WebhookApi.Allow(receiver.Port),
            ("Webhooks__ConcurrencyPerHost", $"{AtOnce}"),
        ];
    }
}
