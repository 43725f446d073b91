using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Ingestion;

public sealed partial class ItemPipeline
{
    [LoggerMessage(
        1401,
        LogLevel.Error,
        "Extraction broke down on episode {Episode}, which is a fault of this program: it failed, and those behind it go on")]
    private partial void LogBrokeDown(Exception fault, Guid episode);
}
