using Microsoft.Extensions.Options;
using Orleans.Batch.Webhooks;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>Where the transactions that cause events put deliveries. Wakes the dispatchers after the commit.</summary>
/// <param name="wakeups">Wakes the dispatchers.</param>
/// <param name="options">The number of shards.</param>
public sealed class DeliveryQueue(IWakeups wakeups, IOptions<WebhookOptions> options)
{
    /// <summary>The number of shards for new deliveries, by their endpoints.</summary>
    internal int Shards => options.Value.Shards;

    /// <summary>Wakes the dispatchers of shards with newly committed deliveries.</summary>
    internal ValueTask WakeAsync(IEnumerable<short> shards)
    {
        var ids = shards.Distinct().Select(s => new WorkKey(WorkKind.Webhook, s)).ToArray();

        // The deliveries are committed, even if the caller no longer waits.
        return ids.Length == 0 ? ValueTask.CompletedTask : wakeups.WakeAsync(ids, CancellationToken.None);
    }
}
