using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.TestKit.Webhooks;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.Webhooks;

/// <summary>A server starts and finds ten thousand due messages: its receivers are not overloaded.</summary>
[Trait("Category", "Long")]
public sealed class BacklogTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    private const int Messages = 10_000;
    private const int Hosts = 12;
    private const int Total = 64;
    private const int PerHost = 8;

    // The time of a receiver for one message: enough for requests to overlap.
    private static readonly TimeSpan Work = TimeSpan.FromMilliseconds(5);

    [Fact]
    public async Task ManyDueAtStart_AllAreDeliveredWithinTheCaps()
    {
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        var traffic = new Traffic();
        await using var receiver = await LoopbackReceiver.StartAsync(async (message, _) =>
        {
            using (traffic.Enter(message.Host))
            {
                await Task.Delay(Work);
            }
        });
        using var data = new TemporaryDataDirectory();
        using (var before = await RunningServer.ServeAsync(data, Variables()))
        using (var api = new WebhookApi(before))
        {
            for (var i = 1; i <= Hosts; i++)
            {
                await api.CreateEndpointAsync($"http://127.0.0.{i}:{receiver.Port}/");
            }

            (await before.StopAsync()).ShouldBe(0, before.Output);
        }

        await InsertAsync();
        var began = Stopwatch.GetTimestamp();
        using var server = await RunningServer.ServeAsync(data, Variables());

        // The time of all depends on the machine: the next thousand must arrive in time.
        for (var some = 1_000; some <= Messages; some += 1_000)
        {
            await Eventually.TrueAsync(() => Task.FromResult(receiver.Messages.Count >= some));
        }

        var took = Stopwatch.GetElapsedTime(began);
        await Eventually.TrueAsync(
            async () => await database.ScalarAsync<long>("SELECT count(*) FROM webhook_delivery WHERE state = 1") == Messages);

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Messages} delivered {took.TotalSeconds:0.0} s after the start; at once: {traffic.Most} in all, {traffic.MostPerHost} to a host"));
        receiver.Messages.Select(m => m.Id).Distinct().Count().ShouldBe(Messages);
        receiver.Messages.Count.ShouldBe(Messages);
        traffic.Most.ShouldBeInRange(2, Total);
        traffic.MostPerHost.ShouldBeInRange(2, PerHost);

        (string, string?)[] Variables() =>
        [
            ("BATCH_API_KEY", key), ("ConnectionStrings__Batch", database.ConnectionString), .. WebhookApi.Allow(receiver.Port),
        ];
    }

    private Task<int> InsertAsync() => database.ExecuteAsync(
        """
        WITH endpoint AS (
            SELECT endpoint_key, project_key, row_number() OVER (ORDER BY endpoint_key) - 1 AS number FROM webhook_endpoint),
        message AS (
            INSERT INTO outbox (message_uuid, project_key, event_name, subject, payload)
            SELECT gen_random_uuid(), (SELECT min(project_key) FROM endpoint), 'ingest.batch.completed', gen_random_uuid(), '{}'
            FROM generate_series(1, $1)
            RETURNING message_key)
        INSERT INTO webhook_delivery (message_key, endpoint_key, shard, next_attempt_at)
        SELECT m.message_key, e.endpoint_key, e.endpoint_key % 4, sql_now() - interval '1 hour'
        FROM message m JOIN endpoint e ON e.number = m.message_key % (SELECT count(*) FROM endpoint)
        """,
        Messages);

    /// <summary>The number of concurrent requests, in all and per host.</summary>
    private sealed class Traffic
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, int> _hosts = [];
        private int _all;

        public int Most { get; private set; }

        public int MostPerHost { get; private set; }

        public IDisposable Enter(string host)
        {
            lock (_gate)
            {
                Most = Math.Max(Most, ++_all);
                _hosts[host] = _hosts.GetValueOrDefault(host) + 1;
                MostPerHost = Math.Max(MostPerHost, _hosts[host]);
            }

            return new Leaving(this, host);
        }

        private void Leave(string host)
        {
            lock (_gate)
            {
                _all--;
                _hosts[host]--;
            }
        }

        private sealed class Leaving(Traffic traffic, string host) : IDisposable
        {
            public void Dispose() => traffic.Leave(host);
        }
    }
}
