namespace Orleans.Batch.Ingestion;

/// <summary>
/// What an item of a batch takes on average, as far as its items have shown, so that reads and chunks have the right size
/// from the second one on.
/// </summary>
public sealed class ItemSizeEstimator
{
    private const int BytesPerItem = 256;
    private const int BytesPerFact = 400;

    // Averages follow what the last hundred items or so were like.
    private const double Window = 100;

    private readonly Lock _gate = new();
    private double _bytes = BytesPerItem;
    private double _facts;

    /// <summary>Bytes of memory that an item takes before anything is made of it.</summary>
    public static int BytesOf(IngestItem item) =>
        BytesPerItem + (sizeof(char) * ((item.Content?.Length ?? 0) + (item.Speaker?.Length ?? 0)));

    /// <summary>Bytes of memory that so many items will take, with what is made of them.</summary>
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

    /// <summary>Learns from items that were read.</summary>
    public void NoteRead(int items, long bytes)
    {
        lock (_gate)
        {
            _bytes = Math.Max(BytesPerItem, Follow(_bytes, items, bytes));
        }
    }

    /// <summary>Learns from what was made of items.</summary>
    public void NoteFacts(int items, long facts)
    {
        lock (_gate)
        {
            _facts = Follow(_facts, items, facts);
        }
    }

    private static double Follow(double average, int items, long sum) => ((average * Window) + sum) / (Window + items);
}
