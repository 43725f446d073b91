namespace Orleans.Batch;

/// <summary>What is extracted from an item. The numbers are stored; they never change.</summary>
[GenerateSerializer]
[Alias("orleans-batch.extraction-mode.v1")]
public enum ExtractionMode : short
{
    /// <summary>Episodes only, no facts: load now, extract later.</summary>
    StoreOnly = 0,

    /// <summary>Facts by fixed rules, without a model: JSON by its shape, text by English sentence patterns.</summary>
    Deterministic = 1,

    /// <summary>Facts by a model that the operator has configured: items are stored at once, and extracted behind.</summary>
    Model = 2,
}
