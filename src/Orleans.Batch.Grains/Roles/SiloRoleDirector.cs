using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace Orleans.Batch.Grains.Roles;

/// <summary>
/// Accepts only silos of the required role. Orleans' own filters compare with the silo that places the grain, which may have
/// another role, or be the first silo that a client reaches.
/// </summary>
internal sealed class SiloRoleDirector(ISiloMetadataCache metadata) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(
        PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        var role = ((SiloRoleStrategy)filterStrategy).Role;
        return silos.Where(silo => (RolesMetadata.GetRoles(metadata, silo) & role) != SiloRoles.None);
    }
}
