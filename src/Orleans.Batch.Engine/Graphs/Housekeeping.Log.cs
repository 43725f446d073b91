using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Graphs;

public sealed partial class Housekeeping
{
    [LoggerMessage(LogLevel.Warning, "Removing what is out of reach failed; it is tried again.")]
    private partial void LogStepFailed(Exception e);
}
