using System.Diagnostics;
using Orleans.Batch.Ingestion;
using Orleans.Batch.Work;

namespace Orleans.Batch.Imports;

/// <summary>
/// Undoes an import step by step. While live writes come, its steps are short and it pauses as long as it works.
/// </summary>
public sealed class ImportUndoer(IImportUndoStore store, CommitThrottle throttle) : IWorkStep
{
    private const int Items = 500;
    private const int ItemsBesideLiveWrites = 50;

    /// <inheritdoc/>
    public WorkKind Kind => WorkKind.ImportUndo;

    /// <inheritdoc/>
    public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        var live = throttle.IsThrottled;
        var began = Stopwatch.GetTimestamp();
        if (!await store.StepAsync(key, live ? ItemsBesideLiveWrites : Items, cancellationToken))
        {
            return StepResult.Idle;
        }

        return live ? StepResult.Later(Stopwatch.GetElapsedTime(began)) : StepResult.More;
    }
}
