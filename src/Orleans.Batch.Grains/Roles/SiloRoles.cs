namespace Orleans.Batch.Grains.Roles;

/// <summary>What a process of the cluster does; several at once if its configuration says so.</summary>
[Flags]
public enum SiloRoles
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The HTTP API and the dashboard. By itself, the process is a client of the cluster and no silo.</summary>
    Gateway = 1,

    /// <summary>Ingests batches, delivers webhooks, answers .NET services.</summary>
    Batch = 2,

    /// <summary>Ingests live writes.</summary>
    Realtime = 4,
}
