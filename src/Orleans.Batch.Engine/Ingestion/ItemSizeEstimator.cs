namespace Orleans.Batch.Ingestion;

/// <summary>
/// The average size of a batch's items, measured on items so far, so that reads and chunks have the right size from the
/// second one on.
/// </summary>
public sealed class ItemSizeEstimator
{
    private const int BytesPerItem = 256;
    private const int BytesPerFact = 400;

    // Averages follow the last hundred items or so.
    private const double Window = 100;

    private readonly Lock _gate = new();
    private double _bytes = BytesPerItem;
    private double _facts;

    /// <summary>Bytes of memory that an item takes before extraction.</summary>
    public static int BytesOf(IngestItem item) =>
        BytesPerItem + (sizeof(char) * ((item.Content?.Length ?? 0) + (item.Speaker?.Length ?? 0)));

    /// <summary>Bytes of memory that a number of items will take, with their results.</summary>
    public long BytesFor(int items)
    {
        lock (_gate)
        {
            return (long)(items * (_bytes + (_facts * BytesPerFact)));
        }
    }

    /// <summary>How many items have no more content, and make no more facts, than that; at least one.</summary>
    public int ItemsIn(long bytes, int facts)
    {
        lock (_gate)
        {
            var byBytes = bytes / _bytes;
            var byFacts = _facts > 0 ? facts / _facts : double.MaxValue;
            return (int)Math.Clamp(Math.Min(byBytes, byFacts), 1, int.MaxValue);
        }
    }

    /// <summary>Updates the averages from items that were read.</summary>
    public void NoteRead(int items, long bytes)
    {
        lock (_gate)
        {
            _bytes = Math.Max(BytesPerItem, Follow(_bytes, items, bytes));
        }
    }

    /// <summary>Updates the averages from results.</summary>
    public void NoteFacts(int items, long facts)
    {
        lock (_gate)
        {
            _facts = Follow(_facts, items, facts);
        }
    }

    private static double Follow(double average, int items, long sum) => ((average * Window) + sum) / (Window + items);
}
