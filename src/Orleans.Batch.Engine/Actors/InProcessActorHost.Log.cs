using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Actors;

public sealed partial class InProcessActorHost
{
    [LoggerMessage(1111, LogLevel.Warning, "Looking for unfinished work failed; it is tried again")]
    private partial void LogSweepFailed(Exception e);

    [LoggerMessage(1112, LogLevel.Warning, "The host lease cannot be taken now; it is tried again")]
    private partial void LogLeaseWaits(Exception e);
}
