using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Batch.Work;

namespace Orleans.Batch.Webhooks;

/// <summary>
/// Makes attempts and records them. An attempt that a stop or a crash interrupts is not recorded: the delivery is due
/// again when its lease ends, and is repeated.
/// </summary>
internal sealed partial class DeliveryWorker(
    WebhookSender sender,
    AttemptRecorder recorder,
    DeliveryLimiter slots,
    IWakeups wakeups,
    IOptions<WebhookOptions> options,
    TimeProvider time,
    ILogger<DeliveryWorker> logger) : IHostedService, IDisposable
{
    private readonly ILogger _logger = logger;
    private readonly CancellationTokenSource _cutOff = new();
    private readonly Random _chance = new();
    private readonly Lock _gate = new();
    private readonly HashSet<Task> _underway = [];
    private volatile bool _stopping;

    /// <summary>Starts an attempt and returns at once; others that waited for the same host follow it.</summary>
    public void Start(LeasedDelivery held)
    {
        lock (_gate)
        {
            var run = Task.Run(() => RunAsync(held), CancellationToken.None);
            _underway.Add(run);
            _ = run.ContinueWith(Forget, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Waits briefly for the attempts in flight, then cancels them.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task underway;
        lock (_gate)
        {
            _stopping = true;
            underway = Task.WhenAll(_underway);
        }

        await Task.WhenAny(underway, Task.Delay(options.Value.StopTimeout, time, cancellationToken));
        await _cutOff.CancelAsync();
        await Task.WhenAny(underway, Task.Delay(Timeout.InfiniteTimeSpan, time, cancellationToken));
    }

    public void Dispose() => _cutOff.Dispose();

    private void Forget(Task run)
    {
        lock (_gate)
        {
            _underway.Remove(run);
        }
    }

    private async Task RunAsync(LeasedDelivery first)
    {
        for (var held = first; held is not null;)
        {
            var (record, failure) = await DeliverAsync(held);
            var done = held;
            held = slots.Leave(done, IsFresh, out var turnedAway);
            await FollowUpAsync(done, record, failure, turnedAway);
        }
    }

    // Between the answer and its record there is no log and no metric: nothing that could fail.
    private async Task<(AttemptRecord? Record, Exception? Failure)> DeliverAsync(LeasedDelivery held)
    {
        AttemptRecord? record = null;
        try
        {
            var began = time.GetTimestamp();
            var answer = await sender.SendAsync(held.Delivery, time.GetElapsedTime(held.TakenAt, began), _cutOff.Token);
            record = AttemptOutcome.FromResponse(
                answer, held.Delivery.Attempt, time.GetElapsedTime(began), options.Value.RetryAfterCap, Chance());
            await recorder.RecordAsync(held.Delivery, record, _cutOff.Token);
            return (record, null);
        }
        catch (Exception e)
        {
            return (record, e);
        }
    }

    private double Chance()
    {
        lock (_chance)
        {
            return _chance.NextDouble();
        }
    }

    private bool IsFresh(LeasedDelivery held) =>
        !_stopping && time.GetElapsedTime(held.TakenAt) < options.Value.Visibility - options.Value.AttemptTimeout;

    private async ValueTask FollowUpAsync(LeasedDelivery held, AttemptRecord? record, Exception? failure, long[] turnedAway)
    {
        try
        {
            await wakeups.WakeAsync(
                turnedAway.Select(s => new WorkKey(WorkKind.Webhook, s)).ToArray(), CancellationToken.None);
            if (record is not null)
            {
                WebhookTelemetry.Report(held.Delivery, record);
            }

            if (failure is not null && !_cutOff.IsCancellationRequested)
            {
                LogNotRecorded(failure, held.Delivery.MessageId, record?.Status);
            }
            else if (record is { Verdict: not AttemptVerdict.Delivered })
            {
                LogFailed(held.Delivery.MessageId, held.Host, held.Delivery.Attempt, record.Error, record.Verdict);
            }
        }
        catch (Exception)
        {
            // A failing log (a full disk) is no reason to stop delivering; polling replaces lost wake-ups.
        }
    }
}
