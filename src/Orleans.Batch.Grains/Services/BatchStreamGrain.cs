using System.Runtime.CompilerServices;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Services;

/// <summary>One reader's stream.</summary>
[GrainType("orleans-batch.batch-stream")]
[SiloRole(SiloRoles.Batch)]
internal sealed class BatchStreamGrain(IBatchClient batches) : Grain, IBatchStreamGrain
{
    public async IAsyncEnumerable<BatchEvent> WatchAsync(
        ProjectId project, Guid batchId, string? lastEventId, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var seen in batches.WatchAsync(project, batchId, lastEventId, cancellationToken))
        {
            yield return seen;
        }
    }

    public async IAsyncEnumerable<BatchItemRecord> ExportItemsAsync(
        ProjectId project, Guid batchId, BatchItemFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var item in batches.ExportItemsAsync(project, batchId, filter, cancellationToken))
        {
            yield return item;
        }
    }
}
