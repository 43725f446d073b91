using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Engine.IntegrationTests.Properties;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.TestKit.Webhooks;
using Orleans.Batch.Webhooks;
using Xunit.Abstractions;

namespace Orleans.Batch.Engine.IntegrationTests.Webhooks;

/// <summary>From a batch's end to a receiver, with the server's store and host.</summary>
public sealed class WholeEngineTests(TestDatabase database, ITestOutputHelper output) : IClassFixture<TestDatabase>
{
    [Fact]
    public async Task ManyBatchesEndAtOnce_EachIsToldOnceAndSoon()
    {
        const int Batches = 100;
        var lags = new List<double>();
        await using var receiver = new RawReceiver(async e =>
        {
            var told = DateTimeOffset.UtcNow;
            using var message = JsonDocument.Parse(e.Body);
            lock (lags)
            {
                lags.Add((told - message.RootElement.GetProperty("completed_at").GetDateTimeOffset()).TotalMilliseconds);
            }

            await e.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
        await using var engine = await StartAsync(receiver);
        var testProject = await TestProject.CreateAsync(engine, database);
        var hook = await engine.Service<IWebhookClient>().CreateAsync(
            testProject.Project, new WebhookEndpointFields { Url = receiver.Url }, default);
        var batches = new List<Guid>();
        for (var i = 0; i < Batches; i++)
        {
            batches.Add(await testProject.CreateAsync());
            await testProject.AddAsync(batches[^1], [new PlannedItem(i % TestProject.Destinations, Readable: true)]);
        }

        await Task.WhenAll(batches.Select(testProject.ProcessAsync));
        await Eventually.TrueAsync(() => Task.FromResult(receiver.Exchanges.Count >= Batches));

        receiver.Exchanges.Select(e => JsonDocument.Parse(e.Body).RootElement.GetProperty("batch_id").GetGuid())
            .ShouldBe(batches, ignoreOrder: true);
        foreach (var told in receiver.Exchanges)
        {
            told.Header("svix-signature").ShouldBe(WebhookSignature.Sign(
                told.Header("svix-id"),
                long.Parse(told.Header("svix-timestamp"), CultureInfo.InvariantCulture),
                Encoding.UTF8.GetBytes(told.Body),
                [WebhookSecret.Parse(hook.Secret)]));
        }

        lags.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"ms from end to receiver: p50 {lags[50]:0}, p99 {lags[98]:0}, most {lags[99]:0}"));
    }

    [Fact]
    public async Task Failure_IsInTheLogAndResentOnDemand()
    {
        var status = "503 Later\r\nRetry-After: 3600"; // no automatic attempt comes in between
        await using var receiver = new RawReceiver(e => e.WriteAsync(
            $"HTTP/1.1 {status}\r\nContent-Length: 4\r\nConnection: close\r\n\r\nwhat"));
        await using var engine = await StartAsync(receiver);
        var project = await database.NewProjectAsync();
        var webhooks = engine.Service<IWebhookClient>();
        var hook = await webhooks.CreateAsync(project, new WebhookEndpointFields { Url = receiver.Url }, default);

        var message = await webhooks.SendTestAsync(project, hook.Endpoint.EndpointId, default);
        var failed = await AttemptsAsync(1);
        status = "200 OK";
        (await webhooks.ResendAsync(project, message, default)).ShouldBe(1);
        var delivered = (await AttemptsAsync(2))[0];

        failed.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            a => a.MessageId.ShouldBe(message),
            a => a.Status.ShouldBe(503),
            a => a.Error.ShouldBe("status 503"),
            a => a.Response.ShouldBe("what"),
            a => (a.NextAttemptAt - a.At)!.Value.TotalSeconds.ShouldBeInRange(3_600, 4_330));
        delivered.Status.ShouldBe(200);
        delivered.Error.ShouldBeNull();
        receiver.Exchanges.Select(e => e.Header("webhook-id")).ShouldBe([message.ToString(), message.ToString()]);
        (await webhooks.GetAsync(project, hook.Endpoint.EndpointId, default)).FailingSince.ShouldBeNull();

        async Task<IReadOnlyList<WebhookAttempt>> AttemptsAsync(int count)
        {
            IReadOnlyList<WebhookAttempt> attempts = [];
            await Eventually.TrueAsync(
                async () => (attempts = (await webhooks.ListAttemptsAsync(
                    project, hook.Endpoint.EndpointId, 10, null, default)).Attempts).Count >= count);
            return attempts;
        }
    }

    [Fact]
    public async Task Gone_DisablesTheEndpointAndSaysWhy()
    {
        await using var receiver = RawReceiver.Answering("410 Gone");
        await using var engine = await StartAsync(receiver);
        var project = await database.NewProjectAsync();
        var webhooks = engine.Service<IWebhookClient>();
        var hook = await webhooks.CreateAsync(project, new WebhookEndpointFields { Url = receiver.Url }, default);

        await webhooks.SendTestAsync(project, hook.Endpoint.EndpointId, default);

        WebhookEndpoint? endpoint = null;
        await Eventually.TrueAsync(
            async () => !(endpoint = await webhooks.GetAsync(project, hook.Endpoint.EndpointId, default)).Enabled);
        endpoint!.DisabledReason.ShouldNotBeNull().ShouldContain("410");
    }

    private Task<RunningEngine> StartAsync(RawReceiver receiver) => RunningEngine.StartAsync(
        database,
        s =>
        {
            s.PostConfigure<WebhookOptions>(o => RawReceiver.Allow(o, receiver));

            // Without a wake-up, no message is sent at all.
            s.PostConfigure<TestSweepOptions>(o => o.Interval = TimeSpan.FromHours(1));
        });
}
