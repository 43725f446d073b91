using Orleans.Batch.Actors;
using Orleans.Batch.Grains.Actors;
using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Ingestion;

/// <summary>
/// The shell over a graph's actor. There are as many as graphs, so they live where their key belongs (<see cref="OwnerDirectory"/>)
/// and move there when a silo has come.
/// </summary>
internal abstract class GraphActorGrain(ActorKind kind, SiloActors actors, RoleOwners owners) : ActorGrain(kind, actors)
{
    private readonly SiloRoles _role = kind.Role();

    public override Task WakeAsync()
    {
        var woken = base.WakeAsync();
        LeaveIfElsewhere();
        return woken;
    }

    // Work that it has here goes along: whoever leaves in the middle of it wakes the next.
    public override void LeaveIfElsewhere() => owners.DeactivateIfElsewhere(GrainContext, _role);
}
