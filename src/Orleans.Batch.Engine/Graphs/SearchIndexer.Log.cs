using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Graphs;

public sealed partial class SearchIndexer
{
    [LoggerMessage(LogLevel.Warning, "Filling the search index failed; it is tried again.")]
    private partial void LogStepFailed(Exception e);
}
