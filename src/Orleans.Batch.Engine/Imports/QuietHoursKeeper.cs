using Orleans.Batch.Work;

namespace Orleans.Batch.Imports;

/// <summary>Pauses an import when its quiet hours begin, and resumes it when they end.</summary>
public sealed class QuietHoursKeeper(IImportStore store, IWakeups wakeups) : IWorkStep
{
    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.QuietHours;

    /// <inheritdoc/>
    public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        var kept = await store.KeepQuietHoursAsync(key, cancellationToken);
        if (kept.BatchKeys.Count > 0)
        {
            // Not canceled with the step, whose change is committed.
            await wakeups.WakeAsync(kept.BatchKeys.Select(b => new WorkKey(WorkKind.Batch, b)).ToArray(), CancellationToken.None);
        }

        return kept.UntilNext is { } pause ? StepResult.Later(pause) : StepResult.Idle;
    }
}
