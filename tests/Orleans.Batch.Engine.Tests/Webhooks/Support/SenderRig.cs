using Microsoft.Extensions.Options;
using Orleans.Batch.TestKit.Webhooks;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.Engine.Tests.Webhooks.Support;

/// <summary>A sender as the engine creates it, with options and name servers of the test.</summary>
internal sealed class SenderRig : IDisposable
{
    public SenderRig(Action<WebhookOptions>? configure = null, IHostResolver? resolver = null, TimeProvider? time = null)
    {
        var options = new WebhookOptions { AttemptTimeout = TimeSpan.FromSeconds(20) };
        configure?.Invoke(options);
        Options = Microsoft.Extensions.Options.Options.Create(options);
        Judge = new TargetValidator(resolver ?? new SystemHostResolver(), new AddressPolicy(Options), Options);
        Sender = new WebhookSender(Judge, Options, time ?? TimeProvider.System);
    }

    public IOptions<WebhookOptions> Options { get; }

    public TargetValidator Judge { get; }

    public WebhookSender Sender { get; }

    /// <summary>A rig whose operator allows these receivers, and no other internal address.</summary>
    public static SenderRig Allowing(params RawReceiver[] receivers) => new(o => RawReceiver.Allow(o, receivers));

    public static DueDelivery Delivery(string url, int attempt = 1, long endpoint = 1, long message = 1) => new(
        message,
        endpoint,
        Guid.NewGuid(),
        WebhookEvents.BatchCompleted,
        """{"event_name":"ingest.batch.completed"}""",
        url,
        [WebhookSecret.Create()],
        attempt,
        DateTimeOffset.UnixEpoch.AddYears(56),
        TimeSpan.Zero);

    public Task<AttemptResponse> SendAsync(string url) =>
        Sender.SendAsync(Delivery(url), TimeSpan.Zero, CancellationToken.None).AsTask();

    public void Dispose() => Sender.Dispose();
}
