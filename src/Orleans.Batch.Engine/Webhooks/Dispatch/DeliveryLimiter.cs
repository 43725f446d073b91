using Microsoft.Extensions.Options;

namespace Orleans.Batch.Webhooks;

/// <summary>
/// Limits concurrent sends, in all and per host. Further deliveries to a full host wait for it without taking a slot
/// from others, and its endpoints count as busy: no more of their deliveries are taken meanwhile.
/// </summary>
internal sealed class DeliveryLimiter(IOptions<WebhookOptions> options)
{
    private readonly Lock _gate = new();
    private readonly int _perHost = options.Value.ConcurrencyPerHost;
    private readonly int _maxWaiting = options.Value.Concurrency * 16;
    private readonly Dictionary<string, HostQueue> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<long, int> _endpoints = [];
    private readonly HashSet<long> _withoutSlot = [];
    private readonly HashSet<long> _withBusy = [];
    private int _free = options.Value.Concurrency;
    private int _waiting;

    /// <summary>Reserves slots for deliveries that are about to be taken.</summary>
    /// <param name="shard">The shard; notified when there is room again, if it was refused.</param>
    /// <param name="wanted">How many at most.</param>
    /// <param name="busy">Endpoints to leave out.</param>
    /// <returns>How many; each is returned by <see cref="Release"/> or used by <see cref="Admit"/>.</returns>
    public int Reserve(long shard, int wanted, out long[] busy)
    {
        lock (_gate)
        {
            busy = [.. _endpoints.Where(e => e.Value >= _perHost).Select(e => e.Key)];
            var reserved = Math.Min(wanted, _free);
            _free -= reserved;
            if (reserved == 0)
            {
                _withoutSlot.Add(shard);
            }
            else if (busy.Length > 0)
            {
                _withBusy.Add(shard);
            }

            return reserved;
        }
    }

    /// <summary>Returns reserved slots that were not used.</summary>
    /// <returns>The shards that found no slot meanwhile, and may try again.</returns>
    public long[] Release(int unused)
    {
        lock (_gate)
        {
            _free += unused;
            return _free > 0 ? Drain(_withoutSlot) : [];
        }
    }

    /// <summary>Admits a delivery, with one of the reserved slots.</summary>
    /// <returns>Whether it may be sent now; otherwise it waits for its host and the slot is still the caller's.</returns>
    public bool Admit(LeasedDelivery held)
    {
        lock (_gate)
        {
            if (!_hosts.TryGetValue(held.Host, out var line))
            {
                _hosts.Add(held.Host, line = new HostQueue());
            }

            if (line.Running >= _perHost)
            {
                if (_waiting < _maxWaiting)
                {
                    _waiting++;
                    line.Waiting.Enqueue(held);
                    Count(held, 1);
                }

                // Otherwise it is released: it is due again when its lease ends, and no other delivery has to wait for it.
                return false;
            }

            line.Running++;
            Count(held, 1);
            return true;
        }
    }

    /// <summary>Records that a delivery was sent and recorded.</summary>
    /// <param name="held">The delivery.</param>
    /// <param name="isFresh">Whether one that waited still has its lease.</param>
    /// <param name="turnedAway">The shards that found no room before, and may try again.</param>
    /// <returns>The next for its host, which takes over the slot; null if there is none.</returns>
    public LeasedDelivery? Leave(LeasedDelivery held, Func<LeasedDelivery, bool> isFresh, out long[] turnedAway)
    {
        lock (_gate)
        {
            Count(held, -1);
            turnedAway = [.. Drain(_withoutSlot), .. Drain(_withBusy)];
            var line = _hosts[held.Host];
            while (line.Waiting.TryDequeue(out var next))
            {
                _waiting--;
                if (isFresh(next))
                {
                    return next;
                }

                Count(next, -1);
            }

            _free++;
            if (--line.Running == 0)
            {
                _hosts.Remove(held.Host);
            }

            return null;
        }
    }

    private static long[] Drain(HashSet<long> shards)
    {
        var drained = shards.ToArray();
        shards.Clear();
        return drained;
    }

    private void Count(LeasedDelivery held, int change)
    {
        var count = _endpoints.GetValueOrDefault(held.Delivery.EndpointKey) + change;
        if (count == 0)
        {
            _endpoints.Remove(held.Delivery.EndpointKey);
        }
        else
        {
            _endpoints[held.Delivery.EndpointKey] = count;
        }
    }

    private sealed class HostQueue
    {
        public int Running { get; set; }

        public Queue<LeasedDelivery> Waiting { get; } = new();
    }
}
