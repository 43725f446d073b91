namespace Orleans.Batch;

/// <summary>A tenant: the owner of API keys, users, threads, graphs and batches.</summary>
/// <param name="Id">The internal number.</param>
/// <param name="Uuid">The identity shown on the wire as <c>project_uuid</c>.</param>
/// <param name="Name">The operator's name for it; unique.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="Extraction">What is made of its items where a batch does not say otherwise.</param>
public sealed record Project(ProjectId Id, Guid Uuid, string Name, DateTimeOffset CreatedAt, ExtractionMode Extraction)
{
    /// <summary>What is made of the items of a new project that is created without saying.</summary>
    public const ExtractionMode DefaultExtraction = ExtractionMode.Deterministic;
}
