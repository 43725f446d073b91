namespace Orleans.Batch;

/// <summary>Changes to a project; null leaves a value as it is.</summary>
/// <param name="Extraction">
/// Which extraction its items get from now on. Batches that exist keep what was chosen when they were created.
/// </param>
/// <param name="Weight">
/// Its share of ingestion while other projects have batches waiting too, relative to theirs: 1 to <see
/// cref="Project.MaxWeight"/>.
/// Applies to batches whose ingestion has not begun.
/// </param>
/// <param name="Model">The name of the profile of its model, for batches that name none and for live writes.</param>
/// <param name="Caps">What all its requests to models may take at most, from its beginning on: replaces both caps.</param>
/// <param name="Summaries">
/// Of what its model writes summaries from now on: of each when its facts next change. Those that exist stay.
/// </param>
public sealed record ProjectChanges(
    ExtractionMode? Extraction = null, int? Weight = null, string? Model = null, ModelCaps? Caps = null, SummaryMode? Summaries = null);
