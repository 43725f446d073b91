namespace Orleans.Batch.TestKit.Promise;

/// <summary>A client's knowledge of a batch. Only that client writes to it.</summary>
/// <param name="batchId">Its identity.</param>
public sealed class AcknowledgedBatch(Guid batchId)
{
    private readonly List<AcknowledgedItem> _items = [];
    private readonly List<SentItem> _uncertain = [];
    private readonly List<(string Status, int Ended)> _observed = [];

    public Guid BatchId => batchId;

    /// <summary>Acknowledged items, in the order of the answers.</summary>
    public IReadOnlyList<AcknowledgedItem> Items => _items;

    /// <summary>Items sent without a key whose answer did not arrive.</summary>
    public IReadOnlyList<SentItem> Uncertain => _uncertain;

    /// <summary>The statuses and numbers of ended items that the client saw, in that order.</summary>
    public IReadOnlyList<(string Status, int Ended)> Observed => _observed;

    /// <summary>Whether the process call was acknowledged.</summary>
    public bool Processed { get; set; }

    /// <summary>Records an acknowledged add.</summary>
    public void Added(IEnumerable<AcknowledgedItem> items) => _items.AddRange(items);

    /// <summary>Records an add whose outcome is unknown.</summary>
    public void Lost(IEnumerable<SentItem> items) => _uncertain.AddRange(items);

    /// <summary>Records a summary from the server.</summary>
    public void Record(string status, int ended) => _observed.Add((status, ended));
}
