using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Batch.Batches;
using Orleans.Batch.Idempotency;
using Orleans.Batch.Realtime;
using Orleans.Batch.Webhooks;
using Orleans.Batch.Work;

namespace Orleans.Batch.Graphs;

/// <summary>
/// Removes what nobody can reach any more, behind everything else: episodes of deleted graphs, and idempotency keys,
/// batches, tasks of real time and what webhooks have left, past their time. Small steps with rests, so that it is never
/// what somebody waits for; in a cluster one host does it.
/// </summary>
public sealed partial class Housekeeping(
    IMemoryStore memory,
    IIdempotencyRetention keys,
    IBatchRetention batches,
    IWebhookRetention webhooks,
    IRealtimeRetention tasks,
    IHostLease lease,
    IOptions<HousekeepingOptions> options,
    TimeProvider clock,
    ILogger<Housekeeping> logger) : BackgroundService
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var rest = !lease.KeepsHouse ? LookAgain : await StepAsync(stoppingToken) ? options.Value.Pause : options.Value.Interval;
                await Task.Delay(rest, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The end, at whatever point: each step is a transaction of its own.
        }
    }

    private async ValueTask<bool> StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var rows = options.Value.StepRows;
            var moreEpisodes = await memory.PurgeDeletedAsync(rows, cancellationToken);
            var moreKeys = await keys.RemoveExpiredAsync(rows, cancellationToken);
            var moreBatches = await batches.RemoveExpiredAsync(rows, cancellationToken);
            var moreTasks = await tasks.RemoveExpiredAsync(rows, cancellationToken);
            return await webhooks.RemoveExpiredAsync(rows, cancellationToken)
                || moreTasks || moreBatches || moreKeys || moreEpisodes;
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // Nothing depends on it but disk space; it tries again.
            LogStepFailed(e);
            return false;
        }
    }
}
