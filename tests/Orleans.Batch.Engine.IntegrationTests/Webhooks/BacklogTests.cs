using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.TestKit.Webhooks;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.Engine.IntegrationTests.Webhooks;

/// <summary>A start with a backlog: thousands of due messages, one receiver that hangs, and no wake-ups.</summary>
public sealed class BacklogTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task ManyDueAtStart_OneReceiverHangs_TheOthersGetAllWithinTheCaps()
    {
        const int Messages = 2_000;
        var (gate, running, most, hanging) = (new Lock(), 0, 0, 0);
        await using var hangs = new RawReceiver(async e =>
        {
            Interlocked.Increment(ref hanging);
            await e.UntilClosedAsync();
        });
        await using var receiver = new RawReceiver(async e =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++running);
            }

            await Task.Yield();
            lock (gate)
            {
                running--;
            }

            await e.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
        var resolver = new FakeResolver().With("hangs.test", ["127.0.0.1"]);
        Enumerable.Range(0, 10).ToList().ForEach(i => resolver.With($"good{i}.test", ["127.0.0.1"]));
        var project = await database.NewProjectAsync();
        await using (var before = await StartAsync())
        {
            var webhooks = before.Service<IWebhookClient>();
            await CreateAsync(webhooks, $"http://hangs.test:{hangs.Port}/");
            for (var i = 0; i < 10; i++)
            {
                await CreateAsync(webhooks, $"http://good{i}.test:{receiver.Port}/");
            }
        }

        // Each endpoint has a tenth of the messages, the hanging one as many as the others together.
        await database.ExecuteAsync(
            """
            WITH message AS (
                INSERT INTO outbox (message_uuid, project_key, event_name, subject, payload)
                SELECT gen_random_uuid(), $1, 'ingest.batch.completed', gen_random_uuid(), '{}' FROM generate_series(1, $2)
                RETURNING message_key),
            endpoint AS (
                SELECT endpoint_key, row_number() OVER (ORDER BY endpoint_key) - 1 AS number
                FROM webhook_endpoint WHERE project_key = $1)
            INSERT INTO webhook_delivery (message_key, endpoint_key, shard, next_attempt_at)
            SELECT m.message_key, e.endpoint_key, e.endpoint_key % 4, sql_now() - interval '1 hour'
            FROM message m JOIN endpoint e ON e.number = 0 OR e.number = 1 + m.message_key % 10
            """,
            project.Value,
            Messages);

        await using var engine = await StartAsync();
        await Eventually.TrueAsync(() => Task.FromResult(receiver.Exchanges.Count >= Messages));

        receiver.Exchanges.Select(e => e.Header("svix-id")).Distinct().Count().ShouldBe(Messages);
        most.ShouldBeLessThanOrEqualTo(64);
        await Eventually.TrueAsync(() => Task.FromResult(Volatile.Read(ref hanging) >= 8));
        hanging.ShouldBe(8);

        Task<RunningEngine> StartAsync() => RunningEngine.StartAsync(database, s =>
        {
            s.AddSingleton<IHostResolver>(resolver);
            s.AddSingleton(p => new WebhookSender( // the hanging receiver is not given up while the others are served
                p.GetRequiredService<TargetValidator>(), p.GetRequiredService<IOptions<WebhookOptions>>(), new FakeTimeProvider()));
            s.PostConfigure<WebhookOptions>(o =>
            {
                (o.Visibility, o.StopTimeout) = (TimeSpan.FromMinutes(10), TimeSpan.Zero);
                RawReceiver.Allow(o, hangs, receiver);
            });
        });

        async Task CreateAsync(IWebhookClient webhooks, string url) =>
            await webhooks.CreateAsync(project, new WebhookEndpointFields { Url = url }, default);
    }
}
