using Microsoft.Extensions.Logging;

namespace Orleans.Batch.LocalPostgres;

internal sealed partial class PostmasterControl
{
    [LoggerMessage(1501, LogLevel.Information, "PostgreSQL {Version} started (pid {ProcessId}) on {Cluster}")]
    private partial void LogStarted(int version, int? processId, string cluster);

    [LoggerMessage(1502, LogLevel.Information, "Adopted the PostgreSQL (pid {ProcessId}) that still runs on {Cluster}")]
    private partial void LogAdopted(int processId, string cluster);

    [LoggerMessage(1503, LogLevel.Information, "PostgreSQL is still starting after {Seconds} s; after an unclean end it replays its log first")]
    private partial void LogStillStarting(int seconds);

    [LoggerMessage(1504, LogLevel.Warning, "PostgreSQL did not start (attempt {Attempt}), trying again: {LastWords}")]
    private partial void LogStartFailed(int attempt, string lastWords);

    [LoggerMessage(1505, LogLevel.Information, "Removed {File}: it named a process that is no PostgreSQL of ours")]
    private partial void LogRemovedMisleadingFile(string file);
}
