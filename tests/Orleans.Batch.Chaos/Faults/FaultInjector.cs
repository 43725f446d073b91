using System.Collections.Concurrent;
using Orleans.Batch.Chaos.Sites;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Chaos.Faults;

/// <summary>Injects faults, one after another, as a seed decides. The state of the work at that time depends on the machine.</summary>
/// <param name="site">The target of the faults.</param>
/// <param name="calls">The number of requests so far.</param>
/// <param name="every">The mean number of requests between faults: a slow machine has as many as a fast one.</param>
/// <param name="seed">Decides the kind and the moment.</param>
/// <param name="log">Receives a line for each fault, or null.</param>
public sealed class FaultInjector(ChaosSite site, Func<int> calls, int every, int seed, Action<string>? log)
{
    // Longer than Npgsql's command timeout of 30 s.
    private static readonly TimeSpan BeyondTimeout = TimeSpan.FromSeconds(33);

    private static readonly (int Weight, Fault Fault)[] Weights =
    [
        (20, Fault.KillServer),
        (12, Fault.KillPostmaster),
        (4, Fault.KillBoth),
        (20, Fault.EndSessions),
        (20, Fault.StopSessionShortly),
        (4, Fault.StopSessionBeyondTimeout),
        (2, Fault.TakeOver),
        (6, Fault.CleanRestart),
        (60, Fault.LoseCommitAnswers),
        (20, Fault.LoseCommits),
        (4, Fault.HoldCommitAnswer),
        (4, Fault.HoldCommit),
    ];

    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(10);

    private const string Calls = "Orleans.Batch requests";

    private readonly Random _chance = new(seed);
    private readonly Sessions _sessions = new(site.Postgres.ConnectionString);
    private readonly ConcurrentDictionary<Fault, int> _counts = [];
    private CancellationTokenSource _stopped = new();
    private Task _stopping = Task.CompletedTask;

    /// <summary>How often each fault was injected.</summary>
    public IReadOnlyDictionary<Fault, int> Counts => _counts;

    /// <summary>Injects faults until it is canceled; then everything runs again.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        // A blocked session takes longer than a short run: it comes first.
        var next = Fault.StopSessionBeyondTimeout;
        while (!stop.IsCancellationRequested)
        {
            var due = calls() + (every * (0.2 + (1.6 * _chance.NextDouble())));
            while (calls() < due && !stop.IsCancellationRequested)
            {
                await Task.Delay(Poll, CancellationToken.None);
            }

            if (!stop.IsCancellationRequested)
            {
                log?.Invoke($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {next} after {calls()} calls");
                await InjectAsync(next, stop);
                _counts.AddOrUpdate(next, 1, (_, count) => count + 1);
                next = Choose();
            }
        }

        site.Proxy.StopDropping();
        await _stopped.CancelAsync();
        await _stopping;
        _stopped.Dispose();
    }

    private async Task InjectAsync(Fault fault, CancellationToken stop)
    {
        switch (fault)
        {
            case Fault.KillServer:
                await site.KillServerAsync();
                break;
            case Fault.KillPostmaster:
                site.KillPostmaster();
                await ContinueSessionsAsync();
                break;
            case Fault.KillBoth:
                site.KillPostmaster();
                await ContinueSessionsAsync();
                await site.KillServerAsync();
                break;
            case Fault.EndSessions:
                await _sessions.EndAsync(await ChooseAsync(5));
                break;
            case Fault.StopSessionShortly:
                await Sessions.StopForAsync(
                    await ChooseAsync(3), TimeSpan.FromSeconds(0.2 + (3 * _chance.NextDouble())), stop);
                break;
            case Fault.StopSessionBeyondTimeout when _stopping.IsCompleted:
                // Other faults happen meanwhile: the server may die and its session commit afterwards.
                _stopping = Sessions.StopForAsync(await ChooseAsync(3), BeyondTimeout, _stopped.Token);
                break;
            case Fault.TakeOver:
                await site.TakeOverAsync();
                break;
            case Fault.CleanRestart:
                await site.RestartServerAsync();
                break;
            case Fault.LoseCommitAnswers:
                Drop(CommitFault.AnswerLost, _chance.Next(1, 12));
                break;
            case Fault.LoseCommits:
                Drop(CommitFault.CommitLost, _chance.Next(1, 6));
                break;
            case Fault.HoldCommitAnswer:
                Drop(CommitFault.AnswerHeld, 1);
                break;
            case Fault.HoldCommit:
                Drop(CommitFault.CommitHeld, 1);
                break;
        }
    }

    // Few of all commits belong to calls that clients wait for: half of the faults are reserved for those.
    private void Drop(CommitFault fault, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var ofCalls = _chance.Next(2) == 0;
            site.Proxy.DropNext(fault, ofCalls ? c => c.ApplicationName.StartsWith(Calls, StringComparison.Ordinal) : null, _chance.Next(30));
        }
    }

    // A stopped session outlives its postmaster and would prevent the start of the next one.
    private async Task ContinueSessionsAsync()
    {
        await _stopped.CancelAsync();
        await _stopping;
        _stopped.Dispose();
        _stopped = new CancellationTokenSource();
    }

    // Those that clients wait for as often as all others together.
    private Task<int[]> ChooseAsync(int most) => _sessions.ChooseAsync(
        _chance.Next(1, most + 1), _chance.Next(4) switch { 0 => " live", 1 => " requests", _ => "" }, _chance);

    private Fault Choose()
    {
        var chance = _chance.Next(Weights.Sum(w => w.Weight));
        return Weights.First(w => (chance -= w.Weight) < 0).Fault;
    }
}
