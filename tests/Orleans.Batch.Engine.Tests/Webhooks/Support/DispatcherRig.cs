using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Batch.Webhooks;
using Orleans.Batch.Work;

namespace Orleans.Batch.Engine.Tests.Webhooks.Support;

/// <summary>A dispatcher of one shard, with real senders, whose steps run as in its grain.</summary>
internal sealed class DispatcherRig : IAsyncDisposable, IWakeups
{
    private readonly SenderRig _sender;
    private readonly SemaphoreSlim _woken = new(0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _steps;

    public DispatcherRig(
        Action<WebhookOptions> configure,
        IHostResolver? resolver = null,
        ILogger<DeliveryWorker>? logger = null,
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
        var slots = new DeliveryLimiter(_sender.Options);
        Worker = new DeliveryWorker(
            _sender.Sender,
            new AttemptRecorder(Store, TimeProvider.System),
            slots,
            this,
            _sender.Options,
            TimeProvider.System,
            logger ?? NullLogger<DeliveryWorker>.Instance);
        Dispatcher = new WebhookDispatcher(Store, slots, Worker, this, _sender.Options, TimeProvider.System);
        _steps = RunStepsAsync();
    }

    public MemoryDeliveryStore Store { get; } = new();

    public DeliveryWorker Worker { get; }

    public WebhookDispatcher Dispatcher { get; }

    public void Wake() => _woken.Release();

    public ValueTask WakeAsync(ReadOnlyMemory<WorkKey> keys, CancellationToken cancellationToken)
    {
        Wake();
        return ValueTask.CompletedTask;
    }

    public Task RecordedAsync(int count) => Eventually.TrueAsync(
        () => Task.FromResult(Store.Records.Count >= count));

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _steps.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Worker.StopAsync(CancellationToken.None);
        Worker.Dispose();
        _sender.Dispose();
        _woken.Dispose();
        _end.Dispose();
    }

    private async Task RunStepsAsync()
    {
        var next = StepResult.Idle;
        while (true)
        {
            if (!next.Again)
            {
                await _woken.WaitAsync(next.After ?? Timeout.InfiniteTimeSpan, _end.Token);
                while (await _woken.WaitAsync(TimeSpan.Zero, _end.Token))
                {
                    // Several wake-ups before a step count as one.
                }
            }

            next = await Dispatcher.StepAsync(0, _end.Token);
        }
    }
}
