namespace Orleans.Batch.Grains.Roles;

/// <summary>Tells those who are no silo what roles there are.</summary>
[Alias("orleans-batch.roles.v1")]
internal interface IRolesGrain : IGrainWithIntegerKey
{
    /// <summary>The roles that living silos have, silo by silo.</summary>
    ValueTask<SiloRoles[]> GetAsync();
}
