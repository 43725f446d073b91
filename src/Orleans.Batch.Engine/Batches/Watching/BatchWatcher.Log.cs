using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Batches;

public sealed partial class BatchWatcher
{
    [LoggerMessage(1011, LogLevel.Warning, "Looking at {Batches} watched batches failed; those who watch wait")]
    private partial void LogLookFailed(Exception e, int batches);
}
