using Orleans.Batch.Ingestion;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>The lane whose turn it is on a graph, without its items.</summary>
internal sealed record LaneHead(
    long LaneKey,
    long ProcessNumber,
    int Cursor,
    int Total,
    int GraphEpoch,
    bool HasLaterLane,
    Suspect? Suspect)
{
    /// <summary>The batch's internal key.</summary>
    public long BatchKey => LaneKey >> LaneKeys.OrdinalBits;

    /// <summary>What the batch says about its items.</summary>
    public required BatchFacts Batch { get; init; }

    public LaneChunk ToChunk(long graphKey, List<IngestItem> items, Action release) => new()
    {
        GraphKey = graphKey,
        LaneKey = LaneKey,
        ProcessNumber = ProcessNumber,
        Cursor = Cursor,
        Total = Total,
        GraphEpoch = GraphEpoch,
        HasLaterLane = HasLaterLane,
        Extraction = Batch.Extraction,
        ExtractsStored = Batch.ExtractsStored,
        IgnoreRoles = Batch.IgnoreRoles,
        ProcessedAt = Batch.ProcessedAt,
        TraceParent = Batch.TraceParent,
        Items = items,
        Release = release,
    };
}

/// <summary>That a lane's next items were in flight when a host died.</summary>
/// <param name="Adoptions">How often so far.</param>
/// <param name="Until">The first position that was not.</param>
internal sealed record Suspect(int Adoptions, int Until);
