using Microsoft.Extensions.Time.Testing;
using Orleans.Batch.Models;

namespace Orleans.Batch.Engine.Tests.Models;

/// <summary>Callers of one limiter on a simulated clock: each asks, waits, sends, reports, and asks again.</summary>
internal sealed class SimulatedEndpoint
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PriorityQueue<Action, (TimeSpan At, int Order)> _events = new();
    private readonly FakeTimeProvider _time = new();
    private readonly Random _random;
    private int _order;

    public SimulatedEndpoint(RequestLimits limits, int seed = 1)
    {
        Limits = limits;
        Limiter = new EndpointLimiter(_time);
        _random = new Random(seed);
    }

    public RequestLimits Limits { get; }

    public EndpointLimiter Limiter { get; private set; }

    public List<SentRequest> Sent { get; } = [];

    public List<string> Reasons { get; } = [];

    public TimeSpan Now { get; private set; }

    public int InFlight { get; private set; }

    public int MostInFlight { get; private set; }

    public int Calls { get; private set; }

    /// <summary>The most that a request is sent late.</summary>
    public TimeSpan Lateness { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>The share of the reserved tokens that a request takes at least.</summary>
    public double LeastTokens { get; init; } = 0.3;

    /// <summary>How a request goes; null: it is never reported.</summary>
    public Func<SentRequest, CallReport?> Answer { get; set; } = sent => new CallReport(sent.Id, sent.Tokens, null, null, default);

    /// <summary>How long a request takes.</summary>
    public Func<Random, TimeSpan> Latency { get; set; } = random => TimeSpan.FromMilliseconds(200 + random.Next(2_000));

    /// <summary>Adds callers, which begin within a second.</summary>
    public void AddCallers(int count, bool isLive = false, int tokens = 1_000)
    {
        for (var i = 0; i < count; i++)
        {
            At(Now + TimeSpan.FromMilliseconds(_random.Next(1_000)), () => Ask(isLive, tokens));
        }
    }

    /// <summary>Loses what the limiter knows; requests in flight go on.</summary>
    public void Restart() => Limiter = new EndpointLimiter(_time);

    public void RunUntil(TimeSpan end)
    {
        while (_events.TryPeek(out _, out var next) && next.At <= end)
        {
            Advance(next.At);
            _events.Dequeue()();
        }

        Advance(end);
    }

    public int CountFrom(TimeSpan from, TimeSpan length, bool? isLive = null) => Sent.Count(s =>
        s.At >= from && s.At < from + length && (isLive is null || s.IsLive == isLive));

    /// <summary>The most requests in any window of a minute.</summary>
    public long MostRequests(bool batchOnly = false) => MostInMinute(s => batchOnly && s.IsLive ? 0 : 1);

    /// <summary>The most tokens in any window of a minute.</summary>
    public long MostTokens() => MostInMinute(s => s.Tokens);

    private long MostInMinute(Func<SentRequest, long> amount)
    {
        var ordered = Sent.OrderBy(s => s.At).ToArray();
        var (most, sum, first) = (0L, 0L, 0);
        foreach (var sent in ordered)
        {
            sum += amount(sent);
            for (; ordered[first].At <= sent.At - Minute; first++)
            {
                sum -= amount(ordered[first]);
            }

            most = Math.Max(most, sum);
        }

        return most;
    }

    private void Ask(bool isLive, int tokens)
    {
        Calls++;
        var permit = Limiter.Acquire(Limits, tokens, isLive);
        if (permit.Id != Guid.Empty)
        {
            At(Now + permit.Wait + (Lateness * _random.NextDouble()), () => Send(permit.Id, isLive, tokens));
            return;
        }

        if (permit.HeldBecause is { } reason)
        {
            Reasons.Add(reason);
        }

        At(Now + permit.Wait + TimeSpan.FromMilliseconds(_random.Next(20)), () => Ask(isLive, tokens));
    }

    private void Send(Guid id, bool isLive, int tokens)
    {
        var used = (int)(tokens * (LeastTokens + ((1 - LeastTokens) * _random.NextDouble())));
        var sent = new SentRequest(id, Now, used, isLive);
        Sent.Add(sent);
        MostInFlight = Math.Max(MostInFlight, ++InFlight);
        At(Now + Latency(_random), () =>
        {
            InFlight--;
            if (Answer(sent) is { } report)
            {
                Limiter.Report(report);
            }

            Ask(isLive, tokens);
        });
    }

    private void At(TimeSpan at, Action action) => _events.Enqueue(action, (at, _order++));

    private void Advance(TimeSpan to)
    {
        _time.Advance(to - Now);
        Now = to;
    }
}
