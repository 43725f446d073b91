using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Batch.Actors;
using Orleans.Batch.Webhooks;

namespace Orleans.Batch.Engine.Tests.Webhooks.Support;

/// <summary>A dispatcher of one shard, with real senders, run by the scheduler that runs it in the server.</summary>
internal sealed class DispatcherRig : IAsyncDisposable, IWakeups
{
    private readonly SenderRig _sender;
    private readonly ActorScheduler _scheduler;

    public DispatcherRig(
        Action<WebhookOptions> configure,
        IHostResolver? resolver = null,
        ILogger<WebhookCourier>? logger = null,
        TimeProvider? senderTime = null)
    {
        _sender = new SenderRig(
            o =>
            {
                o.Shards = 1;
                o.StopTimeout = TimeSpan.Zero;
                configure(o);
            },
            resolver,
            senderTime);
        var slots = new DeliverySlots(_sender.Options);
        Courier = new WebhookCourier(
            _sender.Sender,
            new AttemptRecorder(Store, TimeProvider.System),
            slots,
            this,
            _sender.Options,
            TimeProvider.System,
            logger ?? NullLogger<WebhookCourier>.Instance);
        Dispatcher = new WebhookDispatcher(Store, slots, Courier, this, _sender.Options, TimeProvider.System);
        _scheduler = new ActorScheduler(
            Dispatcher, 4, TimeProvider.System, new Random(1), NullLogger.Instance, CancellationToken.None);
    }

    public MemoryWebhookStore Store { get; } = new();

    public WebhookCourier Courier { get; }

    public WebhookDispatcher Dispatcher { get; }

    public void Wake() => _scheduler.Wake(0);

    public ValueTask WakeAsync(ReadOnlyMemory<ActorId> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids.Span)
        {
            _scheduler.Wake(id.Key);
        }

        return ValueTask.CompletedTask;
    }

    public Task RecordedAsync(int count) => Eventually.TrueAsync(
        () => Task.FromResult(Store.Records.Count >= count));

    public async ValueTask DisposeAsync()
    {
        await _scheduler.CloseAsync();
        await Courier.StopAsync(CancellationToken.None);
        Courier.Dispose();
        _sender.Dispose();
    }
}
