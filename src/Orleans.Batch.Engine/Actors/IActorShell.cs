namespace Orleans.Batch.Actors;

/// <summary>
/// What holds actors in a host that gives activations up, such as a grain. Called behind a lock: both return at once.
/// </summary>
public interface IActorShell
{
    /// <summary>The actor has work from here on, which may be nothing but a moment it waits for.</summary>
    void Busy(ActorId id);

    /// <summary>The actor has nothing to do until it is woken; the shell may go.</summary>
    void Idle(ActorId id);
}
