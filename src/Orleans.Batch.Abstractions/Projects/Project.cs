namespace Orleans.Batch;

/// <summary>A tenant: the owner of API keys, users, threads, graphs and batches.</summary>
/// <param name="Id">The internal number.</param>
/// <param name="Uuid">The identity shown on the wire as <c>project_uuid</c>.</param>
/// <param name="Name">The operator's name for it; unique.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Extraction">What is made of its items where a batch does not say otherwise.</param>
/// <param name="Weight">Its share of ingestion, against those of other projects that have batches waiting.</param>
public sealed record Project(
    ProjectId Id, Guid Uuid, string Name, DateTimeOffset CreatedAt, ExtractionMode Extraction, int Weight)
{
    /// <summary>The largest <see cref="Weight"/>; the smallest, and that of a new project, is 1.</summary>
    public const int MaxWeight = 1_000;

    /// <summary>What is made of the items of a new project that is created without saying.</summary>
    public const ExtractionMode DefaultExtraction = ExtractionMode.Deterministic;
}
