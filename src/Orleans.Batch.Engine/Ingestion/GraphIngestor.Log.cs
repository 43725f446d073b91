using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Ingestion;

public sealed partial class GraphIngestor
{
    [LoggerMessage(
        1402, LogLevel.Warning, "{Items} items of graph {Graph} did not fit ({Reason}); fewer are tried in {Pause}")]
    private partial void LogDidNotFit(int items, long graph, string reason, TimeSpan pause);

    [LoggerMessage(
        1403, LogLevel.Error, "Episode {Episode} does not fit even alone, after {Attempts} attempts; it failed, and those behind it go on")]
    private partial void LogTooLarge(Exception fault, Guid episode, int attempts);
}
