namespace Orleans.Batch;

/// <summary>What a batch or a project may spend on requests to models, and what it has spent.</summary>
[GenerateSerializer]
[Alias("orleans-batch.model-budget.v1")]
[Immutable]
public sealed record ModelBudget
{
    /// <summary>The caps.</summary>
    [Id(0)]
    public ModelCaps Caps { get; init; } = new(null, null);

    /// <summary>
    /// What requests in flight may take. A request that was in flight when its process ended stays here: it may have been billed,
    /// and counts against the caps.
    /// </summary>
    [Id(1)]
    public ModelUsage Reserved { get; init; } = new(0, 0, 0);

    /// <summary>What requests have taken.</summary>
    [Id(2)]
    public ModelUsage Spent { get; init; } = new(0, 0, 0);

    /// <summary>Requests that took tokens.</summary>
    [Id(3)]
    public long Calls { get; init; }

    /// <summary>Those of them whose answer was of no use.</summary>
    [Id(4)]
    public long CallsWithoutUse { get; init; }

    /// <summary>Windows that a stored answer served, at no cost.</summary>
    [Id(5)]
    public long Replays { get; init; }
}
