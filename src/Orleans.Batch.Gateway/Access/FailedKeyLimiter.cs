using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Batch.Gateway.Connections;

namespace Orleans.Batch.Gateway.Access;

/// <summary>
/// Counts refused keys by source address, and makes a source wait that presents too many in a minute. It refuses no
/// valid key: keys are 256-bit random and cannot be guessed, so a faulty or hostile client must not lock out others at
/// a shared address. The cost of wrong keys is bounded where they are looked up (<see cref="IProjectAuthenticator"/>).
/// </summary>
internal sealed partial class FailedKeyLimiter(
    IOptions<BatchGatewayOptions> options, TimeProvider time, ILogger<FailedKeyLimiter> logger)
{
    private const int MaxSources = 10_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Burst> _bursts = [];

    /// <summary>Counts a refused key.</summary>
    /// <returns>How long the source has to wait when it is over the limit; null within the limit.</returns>
    public TimeSpan? Count(IPAddress? address)
    {
        var now = time.GetUtcNow();
        var source = ClientAddress.From(address);
        Burst burst;
        lock (_lock)
        {
            if (_bursts.Count >= MaxSources && !_bursts.ContainsKey(source))
            {
                Prune(now);

                // Still full: the sources beyond the limit share one count.
                source = _bursts.Count >= MaxSources ? IPAddress.None : source;
            }

            burst = _bursts.TryGetValue(source, out var found) && found.Ends > now ? found : new Burst(0, now + Window);
            _bursts[source] = burst = burst with { Count = burst.Count + 1 };
        }

        var limit = options.Value.RefusedKeysPerMinute;
        if (burst.Count == limit)
        {
            LogBurst(source, limit);
        }

        return burst.Count > limit ? burst.Ends - now : null;
    }

    private void Prune(DateTimeOffset now)
    {
        foreach (var (source, burst) in _bursts)
        {
            if (burst.Ends <= now)
            {
                _bursts.Remove(source);
            }
        }
    }

    private sealed record Burst(int Count, DateTimeOffset Ends);
}
