namespace Orleans.Batch.PostgreSql.Guard;

/// <summary>What this process is known by among those that ingest; set by the <see cref="DatabaseGuard"/>.</summary>
public sealed class IngestHost
{
    /// <summary>How many progress slots a silo has, so that no two of them queue on one row.</summary>
    private const int Slots = 128;

    private volatile Registration _registration = new("", 0);

    /// <summary>Names this life of the silo; empty before it is registered.</summary>
    internal string Silo => _registration.Silo;

    /// <summary>Takes what the guard registered.</summary>
    internal void Become(string silo, short number) => _registration = new(silo, number);

    /// <summary>Where one of this silo's writers counts progress.</summary>
    /// <param name="writer">Which writer, from 0.</param>
    internal short ProgressSlot(int writer) => (short)((_registration.Number * Slots) + writer);

    private sealed record Registration(string Silo, short Number);
}
