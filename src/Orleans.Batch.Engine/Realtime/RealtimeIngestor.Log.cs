using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Realtime;

public sealed partial class RealtimeIngestor
{
    [LoggerMessage(
        1404, LogLevel.Warning, "{Episodes} live episodes of graph {Graph} did not fit ({Reason}); fewer are tried in {Pause}")]
    private partial void LogDidNotFit(int episodes, long graph, string reason, TimeSpan pause);

    [LoggerMessage(
        1405, LogLevel.Error, "Live episode {Episode} does not fit even alone, after {Attempts} attempts; it failed, and those behind it go on")]
    private partial void LogTooLarge(Exception fault, Guid episode, int attempts);
}
