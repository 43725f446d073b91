namespace Orleans.Batch;

/// <summary>What extracts from the items of a project, and the models that its batches may choose.</summary>
/// <param name="Extraction">The extraction of batches that state none, and of live writes.</param>
/// <param name="Model">
/// The name of the model where none is stated: the project's, or the server's default one; null where there is neither.
/// </param>
/// <param name="Models">The models on offer, by name.</param>
[GenerateSerializer]
[Alias("orleans-batch.project-models.v1")]
[Immutable]
public sealed record ProjectModels(
    [property: Id(0)] ExtractionMode Extraction, [property: Id(1)] string? Model, [property: Id(2)] IReadOnlyList<ModelOffer> Models);
