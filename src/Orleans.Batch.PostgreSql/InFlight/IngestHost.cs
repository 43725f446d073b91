namespace Orleans.Batch.PostgreSql.InFlight;

/// <summary>The identity of this process among those that ingest; set when it registers with the database.</summary>
public sealed class IngestHost
{
    /// <summary>How many progress slots a silo has, so that no two of them queue on one row.</summary>
    private const int Slots = 128;

    private volatile Registration _registration = new("", 0);

    /// <summary>Identifies this run of the silo; empty before it is registered.</summary>
    internal string Silo => _registration.Silo;

    /// <summary>Stores the registration of the guard.</summary>
    internal void Become(string silo, short number) => _registration = new(silo, number);

    /// <summary>The progress slot of one of this silo's writers.</summary>
    /// <param name="writer">The writer, from 0.</param>
    internal short ProgressSlot(int writer) => (short)((_registration.Number * Slots) + writer);

    private sealed record Registration(string Silo, short Number);
}
