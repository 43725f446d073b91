namespace Orleans.Batch.Grains.Roles;

/// <summary>Returns the roles to processes that are not silos.</summary>
[Alias("orleans-batch.roles.v1")]
internal interface IRolesGrain : IGrainWithIntegerKey
{
    /// <summary>The roles of the living silos, one entry per silo.</summary>
    ValueTask<SiloRoles[]> GetAsync();
}
