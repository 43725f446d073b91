namespace Orleans.Batch;

/// <summary>A tenant: the owner of API keys, users, threads, graphs and batches.</summary>
/// <param name="Id">The internal number.</param>
/// <param name="Uuid">The identity shown on the wire as <c>project_uuid</c>.</param>
/// <param name="Name">The operator's name for it; unique.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Extraction">Which extraction its items get, unless a batch sets its own mode.</param>
/// <param name="Weight">Its share of ingestion relative to other projects that have batches waiting.</param>
/// <param name="Summaries">Of what its model writes summaries.</param>
public sealed record Project(
    ProjectId Id, Guid Uuid, string Name, DateTimeOffset CreatedAt, ExtractionMode Extraction, int Weight, SummaryMode Summaries)
{
    /// <summary>The largest <see cref="Weight"/>; the smallest, and that of a new project, is 1.</summary>
    public const int MaxWeight = 1_000;

    /// <summary>Which extraction the items of a new project get when it is created without a setting.</summary>
    public const ExtractionMode DefaultExtraction = ExtractionMode.Deterministic;
}
