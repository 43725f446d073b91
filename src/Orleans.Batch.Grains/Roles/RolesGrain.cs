using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Roles;

/// <summary>Runs on any silo: each knows all roles.</summary>
[GrainType("orleans-batch.roles")]
[StatelessWorker]
internal sealed class RolesGrain(ISiloStatusOracle silos) : Grain, IRolesGrain
{
    public ValueTask<SiloRoles[]> GetAsync() =>
        ValueTask.FromResult(silos.GetActiveSilos().Select(s => PublishedRoles.Get(silos, s)).ToArray());
}
