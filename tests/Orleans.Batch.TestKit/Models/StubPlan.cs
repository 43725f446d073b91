namespace Orleans.Batch.TestKit.Models;

/// <summary>Decides how each request is treated. All members may be called while the stub runs.</summary>
public sealed class StubPlan
{
    private readonly Lock _lock = new();
    private readonly Queue<StubBehavior> _next = [];
    private readonly List<(Func<StubRequest, bool> Where, StubBehavior Behavior)> _rules = [];
    private readonly Dictionary<ulong, uint> _attempts = [];
    private StubBehavior _otherwise = StubBehavior.Good;
    private RandomFaults? _faults;

    /// <summary>The next requests are treated so, one each.</summary>
    public void Next(params ReadOnlySpan<StubBehavior> behaviors)
    {
        lock (_lock)
        {
            foreach (var behavior in behaviors)
            {
                _next.Enqueue(behavior);
            }
        }
    }

    /// <summary>Requests of a kind are treated so, from now on.</summary>
    public void When(Func<StubRequest, bool> where, StubBehavior behavior)
    {
        lock (_lock)
        {
            _rules.Add((where, behavior));
        }
    }

    /// <summary>
    /// A share of requests is treated in one of several ways. Seed, body and attempt decide: the same body gets the same
    /// sequence in every run, in any order of requests.
    /// </summary>
    public void Fail(int seed, double share, params StubBehavior[] behaviors)
    {
        lock (_lock)
        {
            _faults = new RandomFaults(seed, share, behaviors);
        }
    }

    /// <summary>All requests that nothing else decides are treated so.</summary>
    public void Otherwise(StubBehavior behavior)
    {
        lock (_lock)
        {
            _otherwise = behavior;
        }
    }

    /// <summary>Forgets everything: all requests are good again.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _next.Clear();
            _rules.Clear();
            (_faults, _otherwise) = (null, StubBehavior.Good);
        }
    }

    internal StubBehavior Decide(StubRequest request)
    {
        lock (_lock)
        {
            if (_next.TryDequeue(out var next))
            {
                return next;
            }

            foreach (var (where, behavior) in _rules)
            {
                if (where(request))
                {
                    return behavior;
                }
            }

            return _faults is { } faults ? Chance(faults, request) ?? _otherwise : _otherwise;
        }
    }

    private StubBehavior? Chance(RandomFaults faults, StubRequest request)
    {
        var hash = StubHash.Compute(request.Body.Span, (ulong)faults.Seed);
        var attempt = _attempts.GetValueOrDefault(hash);
        _attempts[hash] = attempt + 1;
        var chance = new Random(Mix(hash, attempt));
        return chance.NextDouble() < faults.Share ? faults.Behaviors[chance.Next(faults.Behaviors.Length)] : null;
    }

    // Not HashCode, which differs from process to process.
    private static int Mix(ulong hash, uint attempt) => (int)((hash ^ (attempt * 0x9E3779B97F4A7C15)) >> 13);

    private sealed record RandomFaults(int Seed, double Share, StubBehavior[] Behaviors);
}
