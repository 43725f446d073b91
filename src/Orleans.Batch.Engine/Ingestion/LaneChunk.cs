namespace Orleans.Batch.Ingestion;

/// <summary>
/// The next items of the lane whose turn it is on a graph, and where everything stood when they were read. Disposing it
/// gives back its share of the rows that may be in memory at once.
/// </summary>
public sealed record LaneChunk : IDisposable
{
    /// <summary>The graph.</summary>
    public required long GraphKey { get; init; }

    /// <summary>The lane.</summary>
    public required long LaneKey { get; init; }

    /// <summary>Its batch's place in the process order.</summary>
    public required long ProcessNumber { get; init; }

    /// <summary>Where the cursor stood: the fence. Only a commit that names it correctly moves the lane.</summary>
    public required int Cursor { get; init; }

    /// <summary>How many items the lane has.</summary>
    public required int Total { get; init; }

    /// <summary>The graph's epoch: something else about the graph has changed if it has moved.</summary>
    public required int GraphEpoch { get; init; }

    /// <summary>Whether the graph had a lane of a later batch waiting behind this one.</summary>
    public required bool HasLaterLane { get; init; }

    /// <summary>What is to be made of the items.</summary>
    public required ExtractionMode Extraction { get; init; }

    /// <summary>Whether the items stand in the graph already, and only their facts are to be added.</summary>
    public bool ExtractsStored { get; init; }

    /// <summary>Roles whose messages are stored, not extracted.</summary>
    public required IReadOnlyList<RoleType> IgnoreRoles { get; init; }

    /// <summary>When processing was asked for.</summary>
    public required DateTimeOffset ProcessedAt { get; init; }

    /// <summary>The trace the batch's work belongs to.</summary>
    public required string? TraceParent { get; init; }

    /// <summary>The items from the cursor on, in order, without gaps.</summary>
    public required IReadOnlyList<IngestItem> Items { get; init; }

    /// <summary>The project.</summary>
    public required long ProjectKey { get; init; }

    /// <summary>The project's share, against those of others.</summary>
    public int ProjectWeight { get; init; } = 1;

    /// <summary>The batch's priority within the project.</summary>
    public int Priority { get; init; }

    /// <summary>What items of its batch take; learns from this chunk. Null when nothing asks for it.</summary>
    public ItemSizeEstimator? Weights { get; init; }

    /// <summary>Called once the chunk is done with; null when nothing waits for that.</summary>
    public Action? Release { get; init; }

    /// <summary>The batch: a lane's key holds it (see the schema).</summary>
    public long BatchKey => LaneKey >> LaneKeys.OrdinalBits;

    /// <summary>Whether these items are the lane's last.</summary>
    public bool EndsLane => Cursor + Items.Count >= Total;

    /// <inheritdoc/>
    public void Dispose() => Release?.Invoke();
}

/// <summary>How lane keys are made.</summary>
public static class LaneKeys
{
    /// <summary>How many low bits of a lane's key number the lanes of its batch; the rest is the batch's key.</summary>
    public const int OrdinalBits = 20;
}
