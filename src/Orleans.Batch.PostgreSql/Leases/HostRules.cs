using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Leases;

/// <summary>Who may ingest beside whom.</summary>
internal static class HostRules
{
    /// <summary>Hosts at once: their progress slots are what a smallint holds.</summary>
    public const int MostHosts = 255;

    /// <summary>Refuses a host that may not be there beside the others.</summary>
    /// <param name="others">All others.</param>
    /// <param name="cluster">The host's cluster; null: a one-process server.</param>
    /// <exception cref="HostLeaseException">One of them is alive and not of the same cluster, or they are too many.</exception>
    public static void RequireRoom(IReadOnlyList<HostRow> others, string? cluster)
    {
        foreach (var other in others.Where(o => o.Alive))
        {
            if (other.Cluster is null)
            {
                throw new HostLeaseException(
                    $"Another server ingests from this database: {other.Description}. Stop it first, or give this one a database of its own.");
            }

            if (other.Cluster != cluster)
            {
                var what = cluster is null
                    ? "one server by itself cannot work beside them"
                    : $"a silo of the cluster '{cluster}' cannot work beside them; all silos on a database have one ClusterId";
                throw new HostLeaseException(
                    $"Silos of the cluster '{other.Cluster}' ingest from this database, one of them {other.Description}: {what}. "
                    + "Stop them first, or give this one a database of its own.");
            }
        }

        if (others.Count >= MostHosts)
        {
            throw new HostLeaseException($"{others.Count} silos ingest from this database, which is as many as may.");
        }
    }

    /// <summary>
    /// Whether a joining host takes over what another had in flight. Of those it may not be beside, whoever does not keep
    /// it out; of its own cluster, whoever is surely dead.
    /// </summary>
    public static bool IsToBeAdopted(HostRow other, string? cluster) =>
        cluster is not null && other.Cluster == cluster ? other.Dead : !other.Alive;

    /// <summary>The lowest number that none of them has.</summary>
    public static short LowestFree(IEnumerable<HostRow> others)
    {
        var taken = others.Select(o => o.Number).ToHashSet();
        return (short)Enumerable.Range(0, MostHosts).First(n => !taken.Contains((short)n));
    }
}
