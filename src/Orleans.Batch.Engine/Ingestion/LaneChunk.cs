using Orleans.Batch.Facts;

namespace Orleans.Batch.Ingestion;

/// <summary>
/// The next items of a graph's current lane, and the state when they were read. Disposing it returns its share of the
/// rows that may be in memory at once.
/// </summary>
public sealed record LaneChunk : IDisposable
{
    /// <summary>The graph.</summary>
    public required long GraphKey { get; init; }

    /// <summary>The lane.</summary>
    public required long LaneKey { get; init; }

    /// <summary>Its batch's place in the process order.</summary>
    public required long ProcessNumber { get; init; }

    /// <summary>The position of the cursor: the fence. Only a commit with the same position moves the lane.</summary>
    public required int Cursor { get; init; }

    /// <summary>How many items the lane has.</summary>
    public required int Total { get; init; }

    /// <summary>The graph's epoch; it increases when other data of the graph changes.</summary>
    public required int GraphEpoch { get; init; }

    /// <summary>Whether the graph had a lane of a later batch waiting behind this one.</summary>
    public required bool HasLaterLane { get; init; }

    /// <summary>Which extraction the items get.</summary>
    public required ExtractionMode Extraction { get; init; }

    /// <summary>Whether the items are in the graph already, and only their facts are to be added.</summary>
    public bool ExtractsStored { get; init; }

    /// <summary>Whether the facts of those items are proposed to replace the ones that they have.</summary>
    public bool Replaces { get; init; }

    /// <summary>Roles whose messages are stored, not extracted.</summary>
    public required IReadOnlyList<RoleType> IgnoreRoles { get; init; }

    /// <summary>What is declared for the graph.</summary>
    public required GraphVocabulary Vocabulary { get; init; }

    /// <summary>When processing was requested.</summary>
    public required DateTimeOffset ProcessedAt { get; init; }

    /// <summary>The trace the batch's work belongs to.</summary>
    public required string? TraceParent { get; init; }

    /// <summary>The items from the cursor on, in order, without gaps.</summary>
    public required IReadOnlyList<IngestItem> Items { get; init; }

    /// <summary>The project.</summary>
    public required long ProjectKey { get; init; }

    /// <summary>The project's share, relative to others.</summary>
    public int ProjectWeight { get; init; } = 1;

    /// <summary>The batch's priority within the project.</summary>
    public int Priority { get; init; }

    /// <summary>The size estimate of its batch's items, updated from this chunk. Null when not needed.</summary>
    public ItemSizeEstimator? Weights { get; init; }

    /// <summary>Called when the chunk is finished; null when there is no listener.</summary>
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
