namespace Orleans.Batch.Chaos.Model;

/// <summary>A client's knowledge of a batch. Only one client writes to it.</summary>
/// <param name="create">The call that created it, or the retry that did.</param>
/// <param name="retryOf">The batch whose failed or canceled items it retries, or null.</param>
public sealed class BatchRecord(Write create, BatchRecord? retryOf)
{
    private readonly Lock _gate = new();
    private readonly List<AddWrite> _adds = [];
    private readonly List<Write> _changes = [];
    private readonly List<(string Status, int Ended)> _observed = [];

    public Write Create => create;

    public BatchRecord? RetryOf => retryOf;

    /// <summary>Its id; null until the creation is acknowledged.</summary>
    public Guid? Id { get; set; }

    /// <summary>The last status that the client saw.</summary>
    public string Status { get; set; } = "draft";

    public IReadOnlyList<AddWrite> Adds => _adds;

    /// <summary>The calls to it other than adding: process, cancel, pause, resume, delete, retry.</summary>
    public IReadOnlyList<Write> Changes => _changes;

    /// <summary>The repairs of an item, by its sequence index, in the order of the calls.</summary>
    public IDictionary<int, IList<PatchWrite>> Patches { get; } = new Dictionary<int, IList<PatchWrite>>();

    /// <summary>The statuses and numbers of ended items that the client saw, in that order.</summary>
    public IReadOnlyList<(string Status, int Ended)> Observed => _observed;

    public IEnumerable<Write> GetChanges(string kind) => _changes.Where(c => c.Kind == kind);

    public void Adding(AddWrite add)
    {
        lock (_gate)
        {
            _adds.Add(add);
        }
    }

    public void Changing(Write write)
    {
        lock (_gate)
        {
            _changes.Add(write);
        }
    }

    public void Observe(string status, int ended)
    {
        lock (_gate)
        {
            _observed.Add((status, ended));
        }
    }
}
