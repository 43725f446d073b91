namespace Orleans.Batch.Loading;

/// <summary>What is extracted from the items of a load. What is null is the project's setting.</summary>
internal sealed record LoadExtraction
{
    /// <summary>The extraction.</summary>
    public ExtractionMode? Mode { get; init; }

    /// <summary>The name of the model's profile.</summary>
    public string? Model { get; init; }

    /// <summary>The most tokens that a model may take for each batch; null for no cap.</summary>
    public long? MaxTokens { get; init; }

    /// <summary>The most that a model may cost for each batch; null for no cap.</summary>
    public decimal? MaxCost { get; init; }
}
