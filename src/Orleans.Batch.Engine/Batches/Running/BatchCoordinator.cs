using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Batch.Models;
using Orleans.Batch.Work;

namespace Orleans.Batch.Batches;

/// <summary>
/// Takes a batch from queued to its end: prepares it, keeps a window of its lanes awake, and completes it when the last
/// lane has ended.
/// </summary>
public sealed partial class BatchCoordinator(
    IPreparationStore preparations,
    IBatchRunStore store,
    IModelWindowStore windows,
    IProposalStore proposals,
    IWakeups wakeups,
    IOptions<BatchOptions> options,
    IOptions<ModelOptions> models,
    TimeProvider time,
    ILogger<BatchCoordinator> logger) : IWorkStep
{
    // Preparing a batch wakes the next in turn; this timer covers a lost wake-up.
    private static readonly TimeSpan TurnPoll = TimeSpan.FromSeconds(2);

    // Windows are woken again if wake-ups were lost, or their graphs were beyond those woken before.
    private static readonly TimeSpan WindowPoll = TimeSpan.FromSeconds(5);

    private const int GraphsPerWake = 2_000;
    private const int LanesPerCancel = 1_000;
    private const int CancelsPerStep = 10;
    private const int ProposalPartsPerStep = 10;

    // Only an optimization: a lost window starts again at the first open lane.
    private readonly ConcurrentDictionary<long, LaneWindow> _windows = [];
    private readonly ProjectLaneLimiter _lanes = new(options.Value.LaneWindow);

    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.Batch;

    /// <inheritdoc/>
    public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        if (await store.ReadRunAsync(key, cancellationToken) is not { } run)
        {
            return StepResult.Idle;
        }

        return run.Status switch
        {
            BatchStatus.Queued => await PrepareAsync(run, cancellationToken),
            BatchStatus.Processing when run.Paused => await ForgetAsync(run, cancellationToken),
            BatchStatus.Processing when run.LanesEnded >= run.Lanes && run.Windows != WindowState.None =>
                await ExtractAsync(run, cancellationToken),
            BatchStatus.Processing when run.LanesEnded >= run.Lanes => await FinishAsync(run, cancellationToken),
            BatchStatus.Processing when run.CancelRequested => await CancelLanesAsync(run, cancellationToken),
            BatchStatus.Processing => await WakeLanesAsync(run, cancellationToken),
            _ when run.ClosesProposal => await CloseProposalAsync(run, cancellationToken),
            _ => await ForgetAsync(run, cancellationToken),
        };
    }

    // It has ended, perhaps by an earlier step that failed right after; or it is paused, and resuming wakes it.
    private async ValueTask<StepResult> ForgetAsync(BatchRun run, CancellationToken cancellationToken)
    {
        _windows.TryRemove(run.BatchKey, out _);
        await wakeups.WakeAsync(
            _lanes.Leave(run).Select(b => new WorkKey(WorkKind.Batch, b)).ToArray(), cancellationToken);
        return StepResult.Idle;
    }

    private async ValueTask<StepResult> PrepareAsync(BatchRun run, CancellationToken cancellationToken)
    {
        using var span = BatchTrace.Start("prepare batch", run.TraceParent);
        var preparation = await PreparationTurn.PrepareAsync(preparations, wakeups, run.BatchKey, cancellationToken);
        LogPrepared(run.BatchId, run.Items, preparation);
        return preparation switch
        {
            PreparationResult.NotItsTurn => StepResult.Later(TurnPoll),
            PreparationResult.Invalid => StepResult.Idle,
            _ => StepResult.More,
        };
    }

    private async ValueTask<StepResult> WakeLanesAsync(BatchRun run, CancellationToken cancellationToken)
    {
        var window = _windows.GetOrAdd(run.BatchKey, _ => new LaneWindow(run.LanesEnded));
        var share = _lanes.Share(run, window.Awake(run.LanesEnded));
        if (window.LanesToWake(run.LanesEnded, share, time.GetTimestamp(), time) is var count and > 0)
        {
            var lanes = await store.ReadOpenLanesAsync(run.BatchKey, window.LastLaneKey, count, cancellationToken);
            window.RecordWoken(lanes, count);
            _lanes.RecordWoken(run, window.Awake(run.LanesEnded));
            await wakeups.WakeLanesAsync(lanes.Lanes, cancellationToken);
        }

        var ended = run.Succeeded + run.Failed + run.Skipped + run.Canceled;
        if (window.Samples.Wanted(ended, time, out var stillUntil))
        {
            await store.AddSampleAsync(run.BatchKey, stillUntil, cancellationToken);
        }

        return StepResult.Later(LaneWindow.MaxWait);
    }

    private async ValueTask<StepResult> CancelLanesAsync(BatchRun run, CancellationToken cancellationToken)
    {
        // The number that keeps a step short; the next step begins at the first lane still open.
        var after = 0L;
        for (var i = 0; i < CancelsPerStep; i++)
        {
            var lanes = await store.CancelLanesAsync(run.BatchKey, after, LanesPerCancel, cancellationToken);
            after = lanes.LastLaneKey;

            // Later batches may be waiting behind them.
            await wakeups.WakeLanesAsync(lanes.Lanes, cancellationToken);
            if (lanes.Lanes.Count < LanesPerCancel)
            {
                break;
            }
        }

        return StepResult.More;
    }

    // The items are stored. Their graphs' windows are extracted by grains of their own, which wake this batch when one has none left.
    private async ValueTask<StepResult> ExtractAsync(BatchRun run, CancellationToken cancellationToken)
    {
        if (run.CancelRequested)
        {
            await windows.DropAsync(run.BatchKey, cancellationToken);
            return StepResult.More;
        }

        if (run.Windows == WindowState.Unformed && !await windows.FormAsync(run.BatchKey, models.Value.Window, cancellationToken))
        {
            return StepResult.More;
        }

        var graphs = await windows.ReadGraphsAsync(run.BatchKey, GraphsPerWake, cancellationToken);
        await wakeups.WakeAsync(graphs.Select(g => new WorkKey(WorkKind.Model, g)).ToArray(), cancellationToken);
        return graphs.Count == 0 ? StepResult.More : StepResult.Later(WindowPoll);
    }

    // The batch has ended, and its facts replace the old ones, or its proposal was discarded.
    private async ValueTask<StepResult> CloseProposalAsync(BatchRun run, CancellationToken cancellationToken)
    {
        using var span = BatchTrace.Start("close proposal", run.TraceParent);
        for (var i = 0; i < ProposalPartsPerStep; i++)
        {
            if (!await proposals.StepAsync(run.BatchKey, cancellationToken))
            {
                return StepResult.Idle;
            }
        }

        return StepResult.More;
    }

    private async ValueTask<StepResult> FinishAsync(BatchRun run, CancellationToken cancellationToken)
    {
        using var span = BatchTrace.Start("finish batch", run.TraceParent);
        var outcome = BatchOutcome.FromRun(run);
        if (await store.FinishAsync(run, outcome, cancellationToken) is { } duration)
        {
            var status = new KeyValuePair<string, object?>("status", outcome.ToString());
            LogFinished(run.BatchId, outcome, run.Items, run.Succeeded, run.Failed, run.Skipped, run.Canceled);
            Telemetry.BatchesEnded.Add(1, status);
            Telemetry.BatchDuration.Record(duration.TotalSeconds, status);
        }

        return await ForgetAsync(run, cancellationToken);
    }
}
