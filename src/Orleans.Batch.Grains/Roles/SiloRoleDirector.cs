using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace Orleans.Batch.Grains.Roles;

/// <summary>
/// Lets only silos of the wanted role through. Orleans' own filters compare with the silo that places, which may have
/// another role, or be a client's first stop.
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
