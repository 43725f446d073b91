using Orleans.Concurrency;
using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Batch.Grains.Roles;

/// <summary>Runs on any silo: each knows all roles.</summary>
[GrainType("orleans-batch.roles")]
[StatelessWorker]
internal sealed class RolesGrain(ISiloStatusOracle silos, ISiloMetadataCache metadata) : Grain, IRolesGrain
{
    public ValueTask<SiloRoles[]> GetAsync() =>
        ValueTask.FromResult(silos.GetActiveSilos().Select(s => RolesMetadata.GetRoles(metadata, s)).ToArray());
}
