namespace Orleans.Batch.PostgreSql.Leases;

/// <summary>What this process is known by among those that ingest; set by the <see cref="HostLease"/>.</summary>
public sealed class IngestHost
{
    /// <summary>How many progress slots a host has, so that no two of them queue on one row.</summary>
    private const int Slots = 128;

    private volatile Registration _registration = new(Guid.NewGuid(), 0);

    /// <summary>Names the registration: a new one each time the lease is taken.</summary>
    internal Guid Holder => _registration.Holder;

    /// <summary>Takes what the lease found.</summary>
    internal void Become(Guid holder, short number) => _registration = new(holder, number);

    /// <summary>Where one of this host's writers counts progress.</summary>
    /// <param name="writer">Which writer, from 0.</param>
    internal short ProgressSlot(int writer) => (short)((_registration.Number * Slots) + writer);

    private sealed record Registration(Guid Holder, short Number);
}
