using System.Collections.Concurrent;

namespace Orleans.Batch.TestKit.Promise;

/// <summary>
/// What clients were told, kept on their side: what was acknowledged must stand whatever dies, and what was sent without
/// an answer may stand once at most. Clients write to it at the same time; one client per batch.
/// </summary>
public sealed class Ledger
{
    private readonly ConcurrentDictionary<Guid, AcknowledgedBatch> _batches = [];
    private readonly ConcurrentQueue<string> _misbehaviour = new();

    /// <summary>The batches whose creation was acknowledged.</summary>
    public IEnumerable<AcknowledgedBatch> Batches => _batches.Values;

    /// <summary>Answers that no client should ever get, such as a 500.</summary>
    public IEnumerable<string> Misbehaviour => _misbehaviour;

    /// <summary>Notes an acknowledged creation.</summary>
    public AcknowledgedBatch Created(Guid batchId) => _batches.GetOrAdd(batchId, id => new AcknowledgedBatch(id));

    /// <summary>Notes an answer that no client should ever get.</summary>
    public void Misbehaved(string what) => _misbehaviour.Enqueue(what);
}
