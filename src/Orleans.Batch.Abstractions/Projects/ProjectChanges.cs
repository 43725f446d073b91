namespace Orleans.Batch;

/// <summary>What is to be changed of a project; null leaves it.</summary>
/// <param name="Extraction">
/// What is made of its items from now on. Batches that exist keep what was chosen when they were created.
/// </param>
/// <param name="Weight">
/// Its share of ingestion while other projects have batches waiting too, against theirs: 1 to <see cref="Project.MaxWeight"/>.
/// Holds for batches that ingestion has not begun with.
/// </param>
public sealed record ProjectChanges(ExtractionMode? Extraction = null, int? Weight = null);
