using Microsoft.Extensions.Logging;

namespace Orleans.Batch.PostgreSql.Leases;

public sealed partial class HostLease
{
    [LoggerMessage(
        1301, LogLevel.Warning, "These hosts ended uncleanly, what they had in flight is watched closely from now on: {Hosts}")]
    private partial void LogAdopted(string hosts);

    [LoggerMessage(
        1302,
        LogLevel.Warning,
        "This silo was taken for dead, because it could not renew its lease in time; it registers anew and goes on")]
    private partial void LogTakenForDead();

    [LoggerMessage(
        1303,
        LogLevel.Error,
        "The process died each time it worked on the live write of episode {Episode} (task {Task}), so it was set aside as failed (poison); "
        + "what it says stands in episode_data, look at it before it is sent again")]
    private partial void LogLiveWriteSetAside(Guid episode, Guid task);
}
