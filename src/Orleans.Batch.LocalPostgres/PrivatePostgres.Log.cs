using Microsoft.Extensions.Logging;

namespace Orleans.Batch.LocalPostgres;

public sealed partial class PrivatePostgres
{
    [LoggerMessage(1511, LogLevel.Information, "Making a PostgreSQL {Version} database cluster in {Cluster}")]
    private static partial void LogInitializing(ILogger logger, int version, string cluster);

    [LoggerMessage(1512, LogLevel.Error, "PostgreSQL has ended under the server; starting it again")]
    private partial void LogDied();

    [LoggerMessage(1513, LogLevel.Error, "PostgreSQL could not be started again; trying on")]
    private partial void LogRestartFailed(Exception exception);

    [LoggerMessage(1514, LogLevel.Warning, "PostgreSQL has not ended within {Seconds} s; it goes on ending by itself")]
    private partial void LogStillStopping(double seconds);

    [LoggerMessage(
        1515,
        LogLevel.Error,
        "No more files can be opened (limit {Limit}), so it cannot be seen whether PostgreSQL runs; it is taken to run. Raise the limit (ulimit -n): {Reason}")]
    private partial void LogCannotLook(int? limit, string reason);
}
