using Orleans.Batch.Actors;
using Orleans.Batch.Client;
using Orleans.Batch.Grains.Actors;

namespace Orleans.Batch.Grains.Ingestion;

/// <summary>
/// A thin shell over an actor: the cluster sees to it that there is one, the silo's <see cref="SiloActors"/> run its steps
/// off this grain's scheduler. It stays while there is work and is collected when it has been idle for a while. Whoever
/// makes it go in the middle of work waits for the step in flight, and the work goes on where it is placed next.
/// </summary>
internal abstract class ActorGrain(ActorKind kind, SiloActors actors) : Grain, IActorGrain, IActorShell, IMovingGrain
{
    private ActorId Id => new(kind, this.GetPrimaryKeyLong());

    public virtual Task WakeAsync()
    {
        actors.Wake(Id, this);
        return Task.CompletedTask;
    }

    public void Busy(ActorId id)
    {
        actors.NoteBusy(this);
        DelayDeactivation(Timeout.InfiniteTimeSpan);
    }

    public void Idle(ActorId id)
    {
        actors.NoteIdle(this);
        DelayDeactivation(TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public virtual void LeaveIfElsewhere()
    {
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        var released = actors.ReleaseAsync(Id);
        actors.NoteIdle(this);
        if (await released.WaitAsync(cancellationToken) && actors.HasSuccessor(kind, reason))
        {
            // It carries nothing; where it is lost, the sweep finds the work.
            _ = GrainFactory.Grain(Id).WakeAsync();
        }
    }
}
