namespace Orleans.Batch.Chaos.Model;

/// <summary>All that its client knows of a batch. One client writes to it.</summary>
/// <param name="create">The call that made it, or the retry that did.</param>
/// <param name="retryOf">The batch whose failed or canceled items it takes up, or null.</param>
public sealed class BatchRecord(Write create, BatchRecord? retryOf)
{
    private readonly Lock _gate = new();
    private readonly List<AddWrite> _adds = [];
    private readonly List<Write> _changes = [];
    private readonly List<(string Status, int Ended)> _observed = [];

    public Write Create => create;

    public BatchRecord? RetryOf => retryOf;

    /// <summary>Its identity; null while the creation has not been acknowledged.</summary>
    public Guid? Id { get; set; }

    /// <summary>Its status when the client last saw it.</summary>
    public string Status { get; set; } = "draft";

    public IReadOnlyList<AddWrite> Adds => _adds;

    /// <summary>What was asked of it besides adding: process, cancel, pause, resume, delete, retry.</summary>
    public IReadOnlyList<Write> Changes => _changes;

    /// <summary>The repairs of an item, by its sequence index, in the order of the calls.</summary>
    public IDictionary<int, IList<PatchWrite>> Patches { get; } = new Dictionary<int, IList<PatchWrite>>();

    /// <summary>The statuses the client saw, and how many items had ended, in the order in which it saw them.</summary>
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
