using Microsoft.Extensions.Logging;

namespace Orleans.Batch.PostgreSql.PrivateInstance;

internal sealed partial class PostmasterControl
{
    [LoggerMessage(1, LogLevel.Information, "PostgreSQL {Version} started (pid {ProcessId}) on {Cluster}")]
    private partial void LogStarted(int version, int? processId, string cluster);

    [LoggerMessage(2, LogLevel.Information, "Adopted the PostgreSQL (pid {ProcessId}) that still runs on {Cluster}")]
    private partial void LogAdopted(int processId, string cluster);

    [LoggerMessage(3, LogLevel.Information, "PostgreSQL is still starting after {Seconds} s; after an unclean end it replays its log first")]
    private partial void LogStillStarting(int seconds);

    [LoggerMessage(4, LogLevel.Warning, "PostgreSQL did not start (attempt {Attempt}), trying again: {LastWords}")]
    private partial void LogStartFailed(int attempt, string lastWords);

    [LoggerMessage(5, LogLevel.Information, "Removed {File}: it named a process that is no PostgreSQL of ours")]
    private partial void LogRemovedMisleadingFile(string file);
}
