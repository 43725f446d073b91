namespace Orleans.Batch.TestKit.Promise;

/// <summary>What its client knows of a batch. Written by that client alone.</summary>
/// <param name="batchId">Its identity.</param>
public sealed class AcknowledgedBatch(Guid batchId)
{
    private readonly List<AcknowledgedItem> _items = [];
    private readonly List<SentItem> _uncertain = [];
    private readonly List<(string Status, int Ended)> _observed = [];

    public Guid BatchId => batchId;

    /// <summary>Acknowledged items, in the order of the answers.</summary>
    public IReadOnlyList<AcknowledgedItem> Items => _items;

    /// <summary>Items sent without a key whose answer never came.</summary>
    public IReadOnlyList<SentItem> Uncertain => _uncertain;

    /// <summary>The statuses the client saw, and how many items had ended, in the order it saw them.</summary>
    public IReadOnlyList<(string Status, int Ended)> Observed => _observed;

    /// <summary>Whether the process call was acknowledged.</summary>
    public bool Processed { get; set; }

    /// <summary>Notes an acknowledged add.</summary>
    public void Added(IEnumerable<AcknowledgedItem> items) => _items.AddRange(items);

    /// <summary>Notes an add that may or may not have happened.</summary>
    public void Lost(IEnumerable<SentItem> items) => _uncertain.AddRange(items);

    /// <summary>Notes a summary that the server gave.</summary>
    public void Record(string status, int ended) => _observed.Add((status, ended));
}
