namespace Orleans.Batch.PostgreSql.InFlight;

/// <summary>
/// Finds the item that crashes the process. For a day after an unclean end all hosts record what is in flight, lanes and
/// live writes, before they work on it. After a crash another host (or the next start) adopts that work and checks it more
/// closely (<see cref="Adoption"/>). While all ends are clean, nothing is recorded.
/// </summary>
/// <param name="host">This process.</param>
public sealed class InFlightMarkers(IngestHost host)
{
    private readonly SharedExclusiveGate _gate = new();

    /// <summary>Identifies this process in the records.</summary>
    internal string Silo => host.Silo;

    /// <summary>Admits work, once there is room for it, and records it if required.</summary>
    /// <param name="alone">Whether nothing else may be in flight in this process.</param>
    /// <param name="parts">How many parts the work has.</param>
    /// <param name="records">The records of such work.</param>
    /// <param name="record">Adds its record; null if none is required.</param>
    /// <param name="cancellationToken">Cancels the wait.</param>
    /// <returns>The marker, which is to be told when each part is done.</returns>
    internal async ValueTask<InFlightMarker> BeginAsync(
        bool alone, int parts, InFlightRecords records, Func<ValueTask<long>>? record, CancellationToken cancellationToken)
    {
        await _gate.EnterAsync(alone, cancellationToken);
        try
        {
            return new InFlightMarker(_gate, parts, records, record is null ? null : await record());
        }
        catch
        {
            _gate.Leave();
            throw;
        }
    }
}
