namespace Orleans.Batch.PostgreSql.InFlight;

/// <summary>Work in flight, and its record.</summary>
internal sealed class InFlightMarker(SharedExclusiveGate gate, int parts, InFlightRecords records, long? record)
{
    private int _open = parts;

    /// <summary>Completes one of the parts; after the last one, the next write of records removes this one.</summary>
    public void PartDone()
    {
        if (Interlocked.Decrement(ref _open) > 0)
        {
            return;
        }

        gate.Leave();
        if (record is { } key)
        {
            records.Remove(key);
        }
    }
}
