using Microsoft.Extensions.Options;
using Orleans.Batch.Work;

namespace Orleans.Batch.Webhooks;

/// <summary>
/// Takes the due deliveries of one shard and passes them to the senders. Attempts run outside the step and record
/// themselves, so that slow receivers do not prolong a step.
/// </summary>
internal sealed class WebhookDispatcher(
    IDeliveryStore store,
    DeliveryLimiter slots,
    DeliveryWorker worker,
    IWakeups wakeups,
    IOptions<WebhookOptions> options,
    TimeProvider time) : IWorkStep
{
    // Writing a message wakes the shard; this poll finds deliveries with a lost wake-up, and expired leases.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    // A poll before the clock's next tick gains nothing.
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.Webhook;

    /// <inheritdoc/>
    public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        // A share of the slots at a time, so that no shard can block the others.
        var wanted = Math.Max(1, options.Value.Concurrency / options.Value.Shards);
        var reserved = slots.Reserve(key, wanted, out var busy);
        if (reserved == 0)
        {
            return StepResult.Later(LongestPause);
        }

        var taken = await TakeAsync((int)key, reserved, busy, cancellationToken);
        if (taken == reserved)
        {
            return StepResult.More;
        }

        var next = await store.NextDueAsync((int)key, busy, cancellationToken);
        if (next is null || next > LongestPause)
        {
            return StepResult.Later(LongestPause);
        }

        return StepResult.Later(next < ShortestPause ? ShortestPause : next.Value);
    }

    private async ValueTask<int> TakeAsync(int shard, int reserved, long[] busy, CancellationToken cancellationToken)
    {
        var unused = reserved;
        try
        {
            var takenAt = time.GetTimestamp();
            var due = await store.TakeDueAsync(
                shard, reserved, options.Value.ConcurrencyPerHost, busy, options.Value.Visibility, cancellationToken);
            foreach (var delivery in due)
            {
                var held = new LeasedDelivery(delivery, HostOf(delivery.Url), takenAt);
                if (slots.Admit(held))
                {
                    unused--;
                    worker.Start(held);
                }
            }

            return due.Count;
        }
        finally
        {
            var turnedAway = slots.Release(unused);
            await wakeups.WakeAsync(
                turnedAway.Select(s => new WorkKey(WorkKind.Webhook, s)).ToArray(), CancellationToken.None);
        }
    }

    // A URL that cannot be parsed any more fails in its attempt, whose log the owner of the endpoint can read.
    private static string HostOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri) ? WebhookUrlRules.HostOf(uri) : "";
}
