using Microsoft.Extensions.Logging;

namespace Orleans.Batch.Actors;

/// <summary>
/// Runs the steps of actors of every kind in this process: at most one step at a time per actor, at most so many per kind,
/// repeated with growing pauses when they fail. What a host of actors is made of.
/// </summary>
public sealed class ActorRunner
{
    private readonly Dictionary<ActorKind, ActorScheduler> _schedulers;
    private readonly ActorHostOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Makes a runner, which runs at once.</summary>
    /// <param name="behaviours">What the actors do; one of each kind that is to run here.</param>
    /// <param name="options">Limits.</param>
    /// <param name="time">For timers and pauses.</param>
    /// <param name="logger">Where failed steps are reported.</param>
    /// <param name="breakOff">Breaks off the steps in flight.</param>
    public ActorRunner(
        IEnumerable<IActorStep> behaviours, ActorHostOptions options, TimeProvider time, ILogger logger, CancellationToken breakOff)
    {
        _options = options;
        _time = time;
        var chance = new Random();
        _schedulers = behaviours.ToDictionary(
            b => b.Kind, b => new ActorScheduler(b, MaxSteps(b.Kind), time, chance, logger, breakOff));
    }

    /// <summary>Asks for a step of an actor.</summary>
    /// <param name="id">The actor.</param>
    /// <param name="shell">What holds it here, and is told when it has work and when no more; null where nothing does.</param>
    public void Wake(ActorId id, IActorShell? shell = null)
    {
        if (_schedulers.TryGetValue(id.Kind, out var scheduler))
        {
            scheduler.Wake(id.Key, shell);
        }
    }

    /// <summary>Asks for a step of an actor, if it has work here already.</summary>
    /// <returns>Whether it has.</returns>
    public bool TryWake(ActorId id) => _schedulers.TryGetValue(id.Kind, out var scheduler) && scheduler.TryWake(id.Key);

    /// <summary>Begins no more steps of an actor here, unless it is woken again.</summary>
    /// <returns>When its step in flight has ended: whether it had work, which is then not done.</returns>
    public Task<bool> ReleaseAsync(ActorId id) =>
        _schedulers.TryGetValue(id.Kind, out var scheduler) ? scheduler.ReleaseAsync(id.Key) : Task.FromResult(false);

    /// <summary>
    /// Begins no more steps and waits for those in flight; those that are not over after
    /// <see cref="ActorHostOptions.StopTimeout"/> are broken off.
    /// </summary>
    /// <param name="breakOff">Where the token comes from that it was made with.</param>
    public async Task CloseAsync(CancellationTokenSource breakOff)
    {
        var drained = Task.WhenAll(_schedulers.Values.Select(s => s.CloseAsync()));
        if (await Task.WhenAny(drained, Task.Delay(_options.StopTimeout, _time, CancellationToken.None)) != drained)
        {
            await breakOff.CancelAsync();
            await Task.WhenAny(drained, Task.Delay(TimeSpan.FromSeconds(1), _time, CancellationToken.None));
        }
    }

    private int MaxSteps(ActorKind kind) => kind switch
    {
        ActorKind.Batch => _options.BatchSteps,
        ActorKind.Graph => _options.GraphSteps,
        ActorKind.Realtime => _options.RealtimeSteps,
        _ => _options.WebhookSteps,
    };
}
