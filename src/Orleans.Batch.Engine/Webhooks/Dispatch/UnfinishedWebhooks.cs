using System.Runtime.CompilerServices;
using Orleans.Batch.Work;

namespace Orleans.Batch.Webhooks;

/// <summary>Every shard of the outbox that has deliveries to make, now or later.</summary>
internal sealed class UnfinishedWebhooks(IDeliveryStore store) : IUnfinishedWork
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<WorkKey> ScanAsync(
        int shard, int shards, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var found in store.UnfinishedShardsAsync(cancellationToken))
        {
            if (found % shards == shard)
            {
                yield return new WorkKey(WorkKind.Webhook, found);
            }
        }
    }
}
