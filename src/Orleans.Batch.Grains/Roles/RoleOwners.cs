using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Batch.Grains.Roles;

/// <summary>
/// Which silo has which key, for grains whose place follows from their key alone: a graph lives where its small lanes do. All
/// silos with the same view of the cluster say the same, and one that comes or goes moves no more keys than its own share
/// (rendezvous hashing).
/// </summary>
internal sealed class RoleOwners(ISiloStatusOracle silos, ISiloMetadataCache metadata)
{
    private volatile View _view = new([], [], IsComplete: false);

    /// <summary>The living silo that has a grain; null while none is known that might.</summary>
    public SiloAddress? OwnerOf(GrainId grain, SiloRoles role)
    {
        var key = (uint)KeyShards.Of(grain.GetIntegerKey());
        SiloAddress? owner = null;
        var most = 0UL;
        foreach (var silo in Now().Silos)
        {
            if ((silo.Roles & role) != SiloRoles.None && Mix(silo.Hash, key) is var weight && (owner is null || weight > most))
            {
                (owner, most) = (silo.Address, weight);
            }
        }

        return owner;
    }

    /// <summary>Ends an activation here if its grain belongs to another silo.</summary>
    public void DeactivateIfElsewhere(IGrainContext grain, SiloRoles role)
    {
        if (IsElsewhere(grain.GrainId, role))
        {
            grain.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "It belongs to another silo now."));
        }
    }

    /// <summary>Whether a grain belongs to another silo than this.</summary>
    private bool IsElsewhere(GrainId grain, SiloRoles role) => OwnerOf(grain, role) is { } owner && !owner.Equals(silos.SiloAddress);

    // Asked for each wake-up: read anew only when the cluster has changed, or while the roles of a silo are not known.
    private View Now()
    {
        var active = silos.GetActiveSilos();
        var view = _view;
        if (!view.IsComplete || !ReferenceEquals(view.Active, active))
        {
            var now = active.Select(s => new Silo(s, RolesMetadata.Of(metadata, s), unchecked((uint)s.GetConsistentHashCode()))).ToArray();
            _view = view = new View(active, now, now.Length > 0 && now.All(s => s.Roles != SiloRoles.None));
        }

        return view;
    }

    // The finalizer of splitmix64 (Steele, Lea, Flood 2014): every bit of silo and key counts.
    private static ulong Mix(uint silo, uint key)
    {
        var z = ((ulong)silo << 32) | key;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }

    private sealed record View(SiloAddress[] Active, Silo[] Silos, bool IsComplete);

    private sealed record Silo(SiloAddress Address, SiloRoles Roles, uint Hash);
}
