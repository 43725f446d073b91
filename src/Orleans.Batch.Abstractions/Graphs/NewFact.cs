namespace Orleans.Batch;

/// <summary>A fact that a caller writes: two nodes and what holds between them. Lengths count Unicode code points.</summary>
[GenerateSerializer]
[Alias("orleans-batch.new-fact.v1")]
[Immutable]
public sealed record NewFact
{
    /// <summary>The graph, or the user whose graph it is.</summary>
    [Id(0)]
    public required GraphTarget Target { get; init; }

    /// <summary>The fact as a sentence, at most 10,000.</summary>
    [Id(1)]
    public required string Fact { get; init; }

    /// <summary>The name of the fact, such as <c>WORKS_AT</c>, at most 200.</summary>
    [Id(2)]
    public required string Name { get; init; }

    /// <summary>The node it is about.</summary>
    [Id(3)]
    public required FactEnd Source { get; init; }

    /// <summary>The other node.</summary>
    [Id(4)]
    public required FactEnd Object { get; init; }

    /// <summary>When it became true in the world; null for <see cref="CreatedAt"/>.</summary>
    [Id(5)]
    public DateTimeOffset? ValidAt { get; init; }

    /// <summary>When it stopped being true, after <see cref="ValidAt"/>; null while it holds.</summary>
    [Id(6)]
    public DateTimeOffset? InvalidAt { get; init; }

    /// <summary>When it was learned that it stopped; null for the moment of the call, if it stopped.</summary>
    [Id(7)]
    public DateTimeOffset? ExpiredAt { get; init; }

    /// <summary>The reference time of its episode; null for the moment of the call.</summary>
    [Id(8)]
    public DateTimeOffset? CreatedAt { get; init; }

    /// <summary>Attributes of the edge: a JSON object of scalars.</summary>
    [Id(9)]
    public JsonText? Attributes { get; init; }

    /// <summary>Metadata of its episode: at most ten keys with scalars or non-empty arrays of scalars.</summary>
    [Id(10)]
    public JsonText? Metadata { get; init; }
}

/// <summary>A node at an end of a fact: one that exists, by its identity, or one by its name, which is made where it is missing.</summary>
[GenerateSerializer]
[Alias("orleans-batch.fact-end.v1")]
[Immutable]
public sealed record FactEnd
{
    /// <summary>Its identity; it decides where there is a name, too.</summary>
    [Id(0)]
    public Guid? Uuid { get; init; }

    /// <summary>Its name, at most 200.</summary>
    [Id(1)]
    public string? Name { get; init; }

    /// <summary>Its labels, at most one; it is added to those the node has.</summary>
    [Id(2)]
    public IReadOnlyList<string> Labels { get; init; } = [];

    /// <summary>Its summary, at most 5,000; null leaves it as it is.</summary>
    [Id(3)]
    public string? Summary { get; init; }

    /// <summary>A JSON object of scalars, merged with those it has.</summary>
    [Id(4)]
    public JsonText? Attributes { get; init; }
}

/// <summary>A fact that was written. What was deleted since the first call with the same idempotency key is null.</summary>
/// <param name="TaskId">Its task, which has ended.</param>
/// <param name="Edge">The edge that states it: an older one where it repeats what holds already.</param>
/// <param name="Source">The node it is about.</param>
/// <param name="Object">The other node.</param>
[GenerateSerializer]
[Alias("orleans-batch.added-fact.v1")]
[Immutable]
public sealed record AddedFact(
    [property: Id(0)] Guid TaskId, [property: Id(1)] EntityEdge? Edge, [property: Id(2)] EntityNode? Source, [property: Id(3)] EntityNode? Object);
