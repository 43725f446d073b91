namespace Orleans.Batch;

/// <summary>The fields of an edge that can be set. A null leaves the field as it is.</summary>
[GenerateSerializer]
[Alias("orleans-batch.edge-fields.v1")]
[Immutable]
public sealed record EdgeFields
{
    /// <summary>The name of the fact, at most 200 code points.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>The fact as a sentence, at most 10,000 code points.</summary>
    [Id(1)]
    public string? Fact { get; init; }

    /// <summary>A JSON object of scalars, merged with those it has; a null removes a key.</summary>
    [Id(2)]
    public JsonText? Attributes { get; init; }

    /// <summary>When it became true.</summary>
    [Id(3)]
    public DateTimeOffset? ValidAt { get; init; }

    /// <summary>When it stopped being true.</summary>
    [Id(4)]
    public DateTimeOffset? InvalidAt { get; init; }

    /// <summary>When it was learned that it stopped.</summary>
    [Id(5)]
    public DateTimeOffset? ExpiredAt { get; init; }
}

/// <summary>The fields of a node that can be set. A null leaves the field as it is.</summary>
[GenerateSerializer]
[Alias("orleans-batch.node-fields.v1")]
[Immutable]
public sealed record NodeFields
{
    /// <summary>The name, at most 200 code points. Items that use the former one still mean this node.</summary>
    [Id(0)]
    public string? Name { get; init; }

    /// <summary>All labels; items may add others later.</summary>
    [Id(1)]
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The summary, at most 5,000 code points.</summary>
    [Id(2)]
    public string? Summary { get; init; }

    /// <summary>A JSON object of scalars, merged with those it has; a null removes a key.</summary>
    [Id(3)]
    public JsonText? Attributes { get; init; }
}
