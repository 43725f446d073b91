using System.Net;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Gateway.Access;

internal sealed partial class FailedKeyLimiter
{
    [LoggerMessage(
        EventId = 2001,
        Level = LogLevel.Warning,
        Message = "{Source} presented {Count} API keys that were refused within a minute; further wrong ones are answered 429 until the minute is over")]
    private partial void LogBurst(IPAddress source, int count);
}
