namespace Orleans.Batch.Loading;

/// <summary>The progress of an export: counted by the writer, read by the screen.</summary>
internal sealed class ExportCounts
{
    private long _items;

    /// <summary>Graphs.</summary>
    public long Graphs { get; set; }

    /// <summary>Users.</summary>
    public long Users { get; set; }

    /// <summary>Threads.</summary>
    public long Threads { get; set; }

    /// <summary>Graphs, including those of users, whose episodes are written.</summary>
    public long Read { get; set; }

    /// <summary>Episodes and messages.</summary>
    public long Items => Volatile.Read(ref _items);

    /// <summary>Episodes of a kind that no item can be.</summary>
    public long LeftOut { get; set; }

    /// <summary>Counts one more item.</summary>
    public void AddItem() => Interlocked.Increment(ref _items);
}
