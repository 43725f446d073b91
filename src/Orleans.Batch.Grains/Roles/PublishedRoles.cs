namespace Orleans.Batch.Grains.Roles;

/// <summary>
/// A silo's roles, as published to the others: a part of its name, which is in its membership row. So all silos know them as soon as
/// they know the silo. Orleans' own silo metadata are asked of each silo once: after a call that fails, as it does while a silo is
/// starting, they are unknown for more than two minutes, and nothing can be placed there.
/// </summary>
internal static class PublishedRoles
{
    private const char Open = '(';
    private const char Close = ')';

    /// <summary>A silo's name with its roles, such as <c>Silo_1a2b3 (Batch, Realtime)</c>.</summary>
    public static string AddTo(string siloName, SiloRoles roles) => $"{siloName} {Open}{roles}{Close}";

    /// <summary>The roles of a silo; none while its membership row has not been read.</summary>
    public static SiloRoles Get(ISiloStatusOracle silos, SiloAddress silo) =>
        silos.TryGetSiloName(silo, out var name) ? Parse(name) : SiloRoles.None;

    private static SiloRoles Parse(string siloName) =>
        siloName.EndsWith(Close) && Enum.TryParse<SiloRoles>(siloName.AsSpan()[(siloName.LastIndexOf(Open) + 1)..^1], out var roles)
            ? roles
            : SiloRoles.None;
}
