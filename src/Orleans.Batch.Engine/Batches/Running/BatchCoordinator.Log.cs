using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Batches;

public sealed partial class BatchCoordinator
{
    [LoggerMessage(1001, LogLevel.Debug, "Batch {BatchId} of {Items} items: {Preparation}")]
    private partial void LogPrepared(Guid batchId, int items, PreparationResult preparation);

    [LoggerMessage(
        1002,
        LogLevel.Information,
        "Batch {BatchId} ended {Outcome}: {Items} items, {Succeeded} succeeded, {Failed} failed, {Skipped} skipped, {Canceled} canceled")]
    private partial void LogFinished(
        Guid batchId, BatchStatus outcome, int items, int succeeded, int failed, int skipped, int canceled);
}
