using Microsoft.Extensions.Logging;

namespace Orleans.Batch.PostgreSql.Guard;

public sealed partial class DatabaseGuard
{
    [LoggerMessage(
        1301, LogLevel.Warning, "These silos ended uncleanly, what they had in flight is watched closely from now on: {Silos}")]
    private partial void LogAdopted(string silos);

    [LoggerMessage(
        1303,
        LogLevel.Error,
        "The process died each time it worked on the live write of episode {Episode} (task {Task}), so it was quarantined as failed (poison); "
        + "what it says stands in episode_data, look at it before it is sent again")]
    private partial void LogLiveWriteQuarantined(Guid episode, Guid task);
}
