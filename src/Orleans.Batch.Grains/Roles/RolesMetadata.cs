using Orleans.Runtime.MembershipService.SiloMetadata;

namespace Orleans.Batch.Grains.Roles;

/// <summary>A silo's roles, as published to the others.</summary>
internal static class RolesMetadata
{
    private const string Key = "orleans-batch.roles";

    public static Dictionary<string, string> ToMetadata(SiloRoles roles) => new() { [Key] = roles.ToString() };

    /// <summary>The roles of a silo; none until it has published them.</summary>
    public static SiloRoles GetRoles(ISiloMetadataCache metadata, SiloAddress silo) =>
        metadata.GetSiloMetadata(silo).Metadata.TryGetValue(Key, out var roles) && Enum.TryParse<SiloRoles>(roles, out var known)
            ? known
            : SiloRoles.None;
}
