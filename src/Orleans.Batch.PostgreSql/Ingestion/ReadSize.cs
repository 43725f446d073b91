namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>The bytes of one read: fewer after a read for which memory did not suffice, then more again.</summary>
/// <param name="most">The largest read.</param>
internal sealed class ReadSize(long most)
{
    private const long Smallest = 64 << 10;

    private long? _bytes;

    /// <summary>The size of the next full read.</summary>
    public long Bytes => _bytes ?? most;

    /// <summary>The size of a read into this room.</summary>
    public long For(ReadCapacity room) => room == ReadCapacity.ForNewcomers ? (Bytes / 8) + 1 : Bytes;

    /// <summary>Records a read that succeeded.</summary>
    public void Grow() => _bytes = Math.Min(most, Bytes + (Bytes / 4) + 1);

    /// <summary>Records a read for which memory did not suffice.</summary>
    public void Shrink() => _bytes = Math.Max(Smallest, Bytes / 2);
}
