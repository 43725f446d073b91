using System.Collections.Concurrent;

namespace Orleans.Batch.TestKit.Promise;

/// <summary>
/// The answers to clients, kept by the clients: acknowledged data must survive every crash, and data sent without
/// an answer may be stored at most once. Clients write to it concurrently; one client per batch.
/// </summary>
public sealed class Ledger
{
    private readonly ConcurrentDictionary<Guid, AcknowledgedBatch> _batches = [];
    private readonly ConcurrentQueue<string> _misbehaviour = new();

    /// <summary>The batches whose creation was acknowledged.</summary>
    public IEnumerable<AcknowledgedBatch> Batches => _batches.Values;

    /// <summary>Answers that no client should ever get, such as a 500.</summary>
    public IEnumerable<string> Misbehaviour => _misbehaviour;

    /// <summary>Records an acknowledged creation.</summary>
    public AcknowledgedBatch Created(Guid batchId) => _batches.GetOrAdd(batchId, id => new AcknowledgedBatch(id));

    /// <summary>Records an answer that no client should ever get.</summary>
    public void Misbehaved(string what) => _misbehaviour.Enqueue(what);
}
