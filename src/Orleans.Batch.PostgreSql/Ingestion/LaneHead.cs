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
    ExtractionMode Extraction,
    RoleType[] IgnoreRoles,
    string? TraceParent)
{
    public LaneChunk ToChunk(long graphKey, List<IngestItem> items, Action release) => new()
    {
        GraphKey = graphKey,
        LaneKey = LaneKey,
        ProcessNumber = ProcessNumber,
        Cursor = Cursor,
        Total = Total,
        GraphEpoch = GraphEpoch,
        HasLaterLane = HasLaterLane,
        Extraction = Extraction,
        IgnoreRoles = IgnoreRoles,
        TraceParent = TraceParent,
        Items = items,
        Release = release,
    };
}
