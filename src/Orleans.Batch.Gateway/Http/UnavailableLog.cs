using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Gateway.Http;

/// <summary>
/// Logs requests that were answered 503. While the database is unavailable there are thousands, for one reason: each
/// kind of request gets a line in ten seconds at most, and each kind of fault its stack once until it has not occurred
/// for ten minutes.
/// </summary>
internal sealed partial class UnavailableLog(TimeProvider time, ILogger<UnavailableLog> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (long LoggedAt, int Unlogged)> _kinds = [];
    private readonly Dictionary<Type, long> _faults = [];

    /// <summary>Logs the request, or counts it for the next line.</summary>
    public void Note(HttpContext http, Exception fault)
    {
        var kind = $"{http.Request.Method} {(http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}";
        var count = 1;
        bool isNewFault;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            var type = fault.GetBaseException().GetType();
            isNewFault = !_faults.TryGetValue(type, out var at) || time.GetElapsedTime(at, now) > Forgotten;
            _faults[type] = now;
            if (_kinds.TryGetValue(kind, out var last))
            {
                count += last.Unlogged;
                if (!isNewFault && time.GetElapsedTime(last.LoggedAt, now) < Pause)
                {
                    _kinds[kind] = last with { Unlogged = count };
                    return;
                }
            }

            _kinds[kind] = (now, 0);
        }

        LogUnavailable(count, kind, http.TraceIdentifier, fault.Message, isNewFault ? fault.InnerException : null);
    }

    [LoggerMessage(
        EventId = 2102,
        Level = LogLevel.Warning,
        Message = "{Count} requests {Kind} were answered 503, the last of them {RequestId}: {Reason}")]
    private partial void LogUnavailable(int count, string kind, string requestId, string reason, Exception? cause);
}
