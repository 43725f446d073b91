using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace Orleans.Batch.Grains.Roles;

/// <summary>
/// Accepts only silos of the required role. Orleans' own filters compare with the silo that places the grain, which may have
/// another role, or be the first silo that a client reaches.
/// </summary>
internal sealed class SiloRoleDirector(ISiloStatusOracle statuses) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(
        PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var role = ((SiloRoleStrategy)filterStrategy).Role;
        return silos.Where(silo => (PublishedRoles.Get(statuses, silo) & role) != SiloRoles.None);
    }
}
