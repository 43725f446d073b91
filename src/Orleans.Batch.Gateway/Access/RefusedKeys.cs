using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway;

/// <summary>
/// Slows down the guessing of keys: counts refused ones by source address, and after so many in a minute answers
/// the source without looking into the store. A key that opened a door within the last minutes is still let
/// through to the authenticator, so that behind a proxy one confused client does not lock out its neighbours.
/// </summary>
internal sealed partial class RefusedKeys(
    IOptions<BatchGatewayOptions> options, TimeProvider time, ILogger<RefusedKeys> logger)
{
    private const int MaxSources = 10_000;
    private const int MaxKnown = 1_000;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan KnownFor = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, Burst> _bursts = [];
    private readonly Dictionary<Guid, DateTimeOffset> _known = [];

    /// <summary>How long this source has to wait; null when it need not.</summary>
    public TimeSpan? WaitFor(IPAddress? address, string? secret)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (!_bursts.TryGetValue(ClientAddress.From(address), out var burst) || burst.Ends <= now || burst.Count < options.Value.RefusedKeysPerMinute)
            {
                return null;
            }

            return secret is not null && _known.TryGetValue(Fingerprint(secret), out var until) && until > now ? null : burst.Ends - now;
        }
    }

    public void NoteGood(string secret)
    {
        var now = time.GetUtcNow();
        var fingerprint = Fingerprint(secret);
        lock (_lock)
        {
            if (_known.Count >= MaxKnown)
            {
                _known.Clear();
            }

            _known[fingerprint] = now + KnownFor;
        }
    }

    public void NoteRefused(IPAddress? address)
    {
        var now = time.GetUtcNow();
        var source = ClientAddress.From(address);
        int count;
        lock (_lock)
        {
            if (_bursts.Count >= MaxSources && !_bursts.ContainsKey(source))
            {
                Prune(now);

                // Still full: the sources beyond the limit share one count.
                source = _bursts.Count >= MaxSources ? IPAddress.None : source;
            }

            var burst = _bursts.TryGetValue(source, out var found) && found.Ends > now ? found : new Burst(0, now + Window);
            _bursts[source] = burst with { Count = count = burst.Count + 1 };
        }

        if (count == options.Value.RefusedKeysPerMinute)
        {
            LogBurst(source, count);
        }
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

    private static Guid Fingerprint(string secret)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(secret), hash);
        return new Guid(hash[..16]);
    }

    private sealed record Burst(int Count, DateTimeOffset Ends);
}
