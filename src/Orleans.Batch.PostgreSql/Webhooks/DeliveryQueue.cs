using Microsoft.Extensions.Options;
using Orleans.Batch.Webhooks;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Webhooks;

/// <summary>Where the transactions that make events true put deliveries, and who is woken once they are committed.</summary>
/// <param name="wakeups">Wakes the dispatchers.</param>
/// <param name="options">How many shards there are.</param>
public sealed class DeliveryQueue(IWakeups wakeups, IOptions<WebhookOptions> options)
{
    /// <summary>Into how many shards new deliveries are divided, by their endpoints.</summary>
    internal int Shards => options.Value.Shards;

    /// <summary>Wakes the dispatchers of shards into which deliveries were committed.</summary>
    internal ValueTask WakeAsync(IEnumerable<short> shards)
    {
        var ids = shards.Distinct().Select(s => new WorkKey(WorkKind.Webhook, s)).ToArray();

        // The deliveries are committed whether the caller still waits or not.
        return ids.Length == 0 ? ValueTask.CompletedTask : wakeups.WakeAsync(ids, CancellationToken.None);
    }
}
