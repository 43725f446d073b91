using System.Runtime.CompilerServices;
using Orleans.Batch.Work;

namespace Orleans.Batch.Maintenance;

/// <summary>Housekeeping and the search index, which are never finished.</summary>
internal sealed class UnfinishedMaintenance : IUnfinishedWork
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<WorkKey> ScanAsync(
        int shard, int shards, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        if (shard == 0)
        {
            yield return new WorkKey(WorkKind.Housekeeping, 0);
            yield return new WorkKey(WorkKind.SearchIndex, 0);
        }
    }
}
