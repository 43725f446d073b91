using Orleans.Batch.Actors;
using Orleans.Batch.Grains.Actors;
using Orleans.Batch.Grains.Roles;
using Orleans.GrainDirectory;

namespace Orleans.Batch.Grains.Ingestion;

/// <summary>
/// Graphs with small lanes, many in one grain: 50,000 graphs of one item each cost 256 activations. Their steps run side by side
/// in <see cref="SiloActors"/>, which runs one step of a graph at a time, even if several grains have woken it.
/// </summary>
[GrainType("orleans-batch.small-lanes")]
[SiloRole(SiloRoles.Batch)]
[GrainDirectory(OwnerDirectory.Batch)]
internal sealed class SmallLanesGrain(SiloActors actors, RoleOwners owners) : Grain, ISmallLanesGrain, IActorShell, IMovingGrain
{
    private readonly HashSet<long> _busy = [];

    public Task WakeAsync(long[] graphs)
    {
        foreach (var graph in graphs)
        {
            actors.Wake(new ActorId(ActorKind.Graph, graph), this);
        }

        LeaveIfElsewhere();
        return Task.CompletedTask;
    }

    public void Busy(ActorId id)
    {
        lock (_busy)
        {
            if (_busy.Add(id.Key) && _busy.Count == 1)
            {
                actors.NoteBusy(this);
                DelayDeactivation(Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Idle(ActorId id)
    {
        lock (_busy)
        {
            if (_busy.Remove(id.Key) && _busy.Count == 0)
            {
                actors.NoteIdle(this);
                DelayDeactivation(TimeSpan.Zero);
            }
        }
    }

    public void LeaveIfElsewhere() => owners.DeactivateIfElsewhere(GrainContext, SiloRoles.Batch);

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        long[] graphs;
        lock (_busy)
        {
            graphs = [.. _busy];
            _busy.Clear();
        }

        actors.NoteIdle(this);
        var released = await Task.WhenAll(graphs.Select(ReleaseAsync)).WaitAsync(cancellationToken);
        long[] unfinished = [.. released.OfType<long>()];
        if (unfinished.Length > 0 && actors.HasSuccessor(ActorKind.Graph, reason))
        {
            // Where it is lost, the sweep finds the work.
            _ = GrainFactory.GetGrain<ISmallLanesGrain>(this.GetPrimaryKeyLong()).WakeAsync(unfinished);
        }
    }

    /// <returns>The graph, if it had work left.</returns>
    private async Task<long?> ReleaseAsync(long graph) =>
        await actors.ReleaseAsync(new ActorId(ActorKind.Graph, graph)) ? graph : null;
}
