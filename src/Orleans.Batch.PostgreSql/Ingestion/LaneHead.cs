using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.InFlight;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>The lane that is next on a graph, without its items.</summary>
internal sealed record LaneHead(
    long LaneKey,
    long ProcessNumber,
    int Cursor,
    int Total,
    int GraphEpoch,
    bool HasLaterLane,
    CrashSuspect? CrashSuspect)
{
    /// <summary>How carefully the next item must be run.</summary>
    public SuspicionLevel SuspicionLevel => CrashSuspect.GetLevel(CrashSuspect, Cursor);

    /// <summary>The batch's internal key.</summary>
    public long BatchKey => LaneKey >> LaneKeys.OrdinalBits;

    /// <summary>The properties of the batch for its items.</summary>
    public required BatchFacts Batch { get; init; }

    public LaneChunk ToChunk(long graphKey, List<IngestItem> items, GraphVocabulary vocabulary, Action release) => new()
    {
        GraphKey = graphKey,
        LaneKey = LaneKey,
        ProcessNumber = ProcessNumber,
        Cursor = Cursor,
        Total = Total,
        GraphEpoch = GraphEpoch,
        HasLaterLane = HasLaterLane,
        ProjectKey = Batch.ProjectKey,
        ProjectWeight = Batch.ProjectWeight,
        Priority = Batch.Priority,
        Weights = Batch.Weights,
        Extraction = Batch.Extraction,
        ExtractsStored = Batch.ExtractsStored,
        Replaces = Batch.Replaces,
        IgnoreRoles = Batch.IgnoreRoles,
        Vocabulary = Batch.StrictOntology ? vocabulary with { IsStrict = true } : vocabulary,
        ProcessedAt = Batch.ProcessedAt,
        TraceParent = Batch.TraceParent,
        Items = items,
        Release = release,
    };
}
