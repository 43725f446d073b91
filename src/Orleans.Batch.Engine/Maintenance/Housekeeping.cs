using Microsoft.Extensions.Options;
using Orleans.Batch.Batches;
using Orleans.Batch.Graphs;
using Orleans.Batch.Idempotency;
using Orleans.Batch.Realtime;
using Orleans.Batch.Webhooks;
using Orleans.Batch.Work;

namespace Orleans.Batch.Maintenance;

/// <summary>
/// Removes unreachable data: episodes of deleted graphs, and expired idempotency keys, batches, tasks of real time and
/// webhook data. Its steps are small and it pauses between them, so that no other work waits for it.
/// </summary>
public sealed class Housekeeping(
    IGraphPurge graphs,
    IIdempotencyRetention keys,
    IBatchRetention batches,
    IWebhookRetention webhooks,
    IRealtimeRetention tasks,
    IOptions<HousekeepingOptions> options) : IWorkStep
{
    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.Housekeeping;

    /// <inheritdoc/>
    public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        var rows = options.Value.StepRows;
        var moreEpisodes = await graphs.PurgeDeletedAsync(rows, cancellationToken);
        var moreKeys = await keys.RemoveExpiredAsync(rows, cancellationToken);
        var moreBatches = await batches.RemoveExpiredAsync(rows, cancellationToken);
        var moreTasks = await tasks.RemoveExpiredAsync(rows, cancellationToken);
        var more = await webhooks.RemoveExpiredAsync(rows, cancellationToken)
            || moreTasks || moreBatches || moreKeys || moreEpisodes;
        return StepResult.Later(more ? options.Value.Pause : options.Value.Interval);
    }
}
