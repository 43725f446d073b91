using Orleans.GrainDirectory;

namespace Orleans.Batch.Grains.Roles;

/// <summary>
/// A grain directory that holds nothing: where a grain is follows from its key (<see cref="RoleOwners"/>), so that finding
/// one, and registering it where it belongs, asks nobody. A silo that a grain does not belong to may not have it; calls
/// that reach it there go on to where it belongs.
/// </summary>
internal sealed class OwnerDirectory(RoleOwners owners, SiloRoles role) : IGrainDirectory
{
    /// <summary>Of grains on silos of the role <c>batch</c>.</summary>
    public const string Batch = "orleans-batch.batch-owners";

    /// <summary>Of grains on silos of the role <c>realtime</c>.</summary>
    public const string Realtime = "orleans-batch.realtime-owners";

    public Task<GrainAddress?> Register(GrainAddress address) => Task.FromResult<GrainAddress?>(
        Find(address.GrainId) is { } owner && !owner.SiloAddress!.Equals(address.SiloAddress) ? owner : address);

    public Task Unregister(GrainAddress address) => Task.CompletedTask;

    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult(Find(grainId));

    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;

    private GrainAddress? Find(GrainId grain) => owners.OwnerOf(grain, role) is { } silo
        ? new GrainAddress { GrainId = grain, SiloAddress = silo }
        : null;
}
