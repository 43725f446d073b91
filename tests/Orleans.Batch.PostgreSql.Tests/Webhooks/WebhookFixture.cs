using System.Security.Cryptography;
using Microsoft.Extensions.Options;
using Orleans.Batch.PostgreSql.Webhooks;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.PostgreSql.Tests.Webhooks;

/// <summary>A store on a database and a project per test, one shard, and the actions of a dispatcher.</summary>
public abstract class WebhookFixture(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    protected static readonly TimeSpan Visibility = TimeSpan.FromMinutes(1);

    private static int _shards;

    private readonly AttemptStore _attempts = new(database.Database, Options.Create(new WebhookOptions()));

    // Its own shard, because tests of a class share the database and a shard is not limited to a project.
    protected int Shard { get; } = Interlocked.Increment(ref _shards) % 256;

    protected TestDatabase Database { get; } = database;

    protected IEndpointStore Endpoints { get; } = new EndpointStore(database.Database);

    protected IOutboxStore Outbox { get; } = new OutboxStore(database.Database, Options.Create(new WebhookOptions { Shards = 1 }));

    protected IDeliveryStore Deliveries { get; } = new DeliveryStore(database.Database);

    protected IAttemptLog Log { get; } = new AttemptLog(database.Database);

    protected IWebhookRetention Retention { get; } = new WebhookRetention(database.Database);

    protected ProjectId Project { get; private set; }

    public async Task InitializeAsync() => Project = await Database.NewProjectAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    protected async Task<Guid> NewEndpointAsync(params string[] events) =>
        (await Endpoints.CreateAsync(
            Project,
            new WebhookEndpointFields { Url = "https://hooks.example.com/in", Events = events.Length > 0 ? events : null },
            RandomNumberGenerator.GetBytes(24),
            default)).EndpointId;

    /// <summary>A pending message to an endpoint, due now, in the test's own shard.</summary>
    protected async Task<Guid> NewMessageAsync(Guid endpoint)
    {
        var (message, _) = (await Outbox.AddTestAsync(Project, endpoint, default)).ShouldNotBeNull();
        await Database.ExecuteAsync(
            """
            UPDATE webhook_delivery SET shard = $1
            WHERE message_key = (SELECT message_key FROM outbox WHERE message_uuid = $2)
            """,
            (short)Shard, message);
        return message;
    }

    protected async Task<IReadOnlyList<DueDelivery>> TakeAsync(int limit = 100, int perEndpoint = 100, params long[] busy) =>
        await Deliveries.TakeDueAsync(Shard, limit, perEndpoint, busy, Visibility, default);

    protected async Task<DueDelivery> TakeOneAsync() => (await TakeAsync()).ShouldHaveSingleItem();

    protected async Task<TimeSpan?> NextDueAsync() => await Deliveries.NextDueAsync(Shard, [], default);

    protected async Task RecordAsync(DueDelivery delivery, AttemptVerdict verdict, TimeSpan? retryAfter = null) =>
        await _attempts.RecordAsync(
            delivery,
            new AttemptRecord(
                TimeSpan.FromMilliseconds(120),
                verdict == AttemptVerdict.Delivered ? 200 : verdict == AttemptVerdict.Gone ? 410 : 500,
                verdict == AttemptVerdict.Delivered ? null : "answered 500",
                "oops"u8.ToArray(),
                verdict,
                retryAfter),
            default);

    protected Task<short> StateAsync(Guid message) => Database.ScalarAsync<short>(
        "SELECT state FROM webhook_delivery JOIN outbox USING (message_key) WHERE message_uuid = $1", message);

    protected async Task<WebhookEndpoint> FindAsync(Guid endpoint) =>
        (await Endpoints.FindAsync(Project, endpoint, default)).ShouldNotBeNull();
}
