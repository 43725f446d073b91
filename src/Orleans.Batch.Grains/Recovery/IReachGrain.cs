using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Recovery;

/// <summary>
/// Where silos tell each other that they have the database, past the database. It knows what it was told in the last moments
/// and nothing else; where it comes up anew, it is told again.
/// </summary>
[Alias("orleans-batch.reach.v1")]
internal interface IReachGrain : IGrainWithIntegerKey
{
    /// <summary>A silo is sure to have the database.</summary>
    Task HasItAsync(SiloRoles roles);

    /// <summary>Whether silos that have one of these roles have the database.</summary>
    ValueTask<bool> IsHadAsync(SiloRoles roles);
}
