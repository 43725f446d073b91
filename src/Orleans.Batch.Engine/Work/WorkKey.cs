namespace Orleans.Batch.Work;

/// <summary>The kinds of background work.</summary>
public enum WorkKind
{
    /// <summary>Coordinating a batch.</summary>
    Batch,

    /// <summary>Ingesting a graph's batch items.</summary>
    Graph,

    /// <summary>Ingesting a graph's real-time episodes.</summary>
    Realtime,

    /// <summary>Extracting a graph's windows by a model.</summary>
    Model,

    /// <summary>Delivering a shard of the webhook outbox.</summary>
    Webhook,

    /// <summary>Undoing an import.</summary>
    ImportUndo,

    /// <summary>Pausing and resuming an import by its quiet hours.</summary>
    QuietHours,

    /// <summary>Removing expired data; there is one, of the key 0.</summary>
    Housekeeping,

    /// <summary>Filling the search index; there is one, of the key 0.</summary>
    SearchIndex,
}

/// <summary>Names background work whose steps run one after the other.</summary>
/// <param name="Kind">The kind of work.</param>
/// <param name="Key">The internal key of the batch, graph or import, or the number of the shard.</param>
public readonly record struct WorkKey(WorkKind Kind, long Key);
