using Orleans.Placement;

namespace Orleans.Batch.Grains.Roles;

/// <summary>Places a grain on silos that have a role. If none has it, the grain is not placed, and its work waits.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class SiloRoleAttribute(SiloRoles role) : PlacementFilterAttribute(new SiloRoleStrategy(role))
{
    public SiloRoles Role { get; } = role;
}
