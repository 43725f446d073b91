using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Actors;

public sealed partial class InProcessActorHost
{
    [LoggerMessage(1111, LogLevel.Warning, "Looking for unfinished work failed; it is tried again")]
    private partial void LogSweepFailed(Exception e);

    [LoggerMessage(1112, LogLevel.Critical, "Another host has taken over this database; this one stops")]
    private partial void LogLeaseLost();

    [LoggerMessage(1113, LogLevel.Critical, "{Reason}")]
    private partial void LogRefused(string reason);
}
