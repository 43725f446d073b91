using Orleans.Batch.Grains.Roles;

namespace Orleans.Batch.Grains.Recovery;

/// <summary>
/// Where silos report to each other that they have the database, without using the database. It keeps only the reports of the
/// last moments; a new activation receives new ones.
/// </summary>
[Alias("orleans-batch.reach.v1")]
internal interface IReachGrain : IGrainWithIntegerKey
{
    /// <summary>Reports that a silo surely has the database.</summary>
    Task HasItAsync(SiloRoles roles);

    /// <summary>Whether silos that have one of these roles have the database.</summary>
    ValueTask<bool> IsHadAsync(SiloRoles roles);
}
