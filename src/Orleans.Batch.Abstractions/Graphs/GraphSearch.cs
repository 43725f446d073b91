namespace Orleans.Batch;

/// <summary>What a search answers with.</summary>
[GenerateSerializer]
[Alias("orleans-batch.search-scope.v1")]
public enum SearchScope
{
    /// <summary>Facts.</summary>
    Edges,

    /// <summary>Entities.</summary>
    Nodes,

    /// <summary>What was said.</summary>
    Episodes,

    /// <summary>Summaries of threads; there are none, as no model writes them.</summary>
    ThreadSummaries,

    /// <summary>Observations; there are none, as no model makes them.</summary>
    Observations,

    /// <summary>A text made of facts, entities and episodes.</summary>
    Auto,
}

/// <summary>How what was found is put in order.</summary>
[GenerateSerializer]
[Alias("orleans-batch.search-reranker.v1")]
public enum SearchReranker
{
    /// <summary>Reciprocal rank fusion of words, names and recency.</summary>
    Rrf,

    /// <summary>Maximal marginal relevance; needs embeddings, which are not here.</summary>
    Mmr,

    /// <summary>What is nearest to a node first.</summary>
    NodeDistance,

    /// <summary>Edges that most of the episodes in the filter say first.</summary>
    EpisodeMentions,

    /// <summary>A model's judgement; there is no model here.</summary>
    CrossEncoder,
}

/// <summary>A search in one graph.</summary>
/// <param name="Query">Words, in any order; no operators. At most 4,096 characters.</param>
[GenerateSerializer]
[Alias("orleans-batch.graph-search.v1")]
[Immutable]
public sealed record GraphSearch([property: Id(0)] string Query)
{
    /// <summary>What to answer with.</summary>
    [Id(1)]
    public SearchScope Scope { get; init; }

    /// <summary>How many at most; 1 to 50. Nothing to <see cref="SearchScope.Auto"/>.</summary>
    [Id(2)]
    public int Limit { get; init; } = 10;

    /// <summary>How long the text of <see cref="SearchScope.Auto"/> may be; 1 to 50,000 characters.</summary>
    [Id(3)]
    public int MaxCharacters { get; init; } = 2_500;

    /// <summary>How to order. Nothing to <see cref="SearchScope.Auto"/>, unless it needs more than words.</summary>
    [Id(4)]
    public SearchReranker Reranker { get; init; }

    /// <summary>For <see cref="SearchReranker.NodeDistance"/>: from which node.</summary>
    [Id(5)]
    public Guid? CenterNodeUuid { get; init; }

    /// <summary>Nodes whose edges are found whatever their words; at most 256.</summary>
    [Id(6)]
    public IReadOnlyList<Guid> OriginNodeUuids { get; init; } = [];

    /// <summary>Whether <see cref="SearchScope.Auto"/> also gives what its text is made of.</summary>
    [Id(7)]
    public bool ReturnRawResults { get; init; }

    /// <summary>Which are wanted; null for all.</summary>
    [Id(8)]
    public SearchFilters? Filters { get; init; }
}

/// <summary>What a search found, best first. What was not asked for is null.</summary>
[GenerateSerializer]
[Alias("orleans-batch.graph-search-results.v1")]
[Immutable]
public sealed record GraphSearchResults
{
    /// <summary>Facts.</summary>
    [Id(0)]
    public IReadOnlyList<EntityEdge>? Edges { get; init; }

    /// <summary>Entities.</summary>
    [Id(1)]
    public IReadOnlyList<EntityNode>? Nodes { get; init; }

    /// <summary>Episodes.</summary>
    [Id(2)]
    public IReadOnlyList<Episode>? Episodes { get; init; }

    /// <summary>The text of <see cref="SearchScope.Auto"/>.</summary>
    [Id(3)]
    public string? Context { get; init; }

    /// <summary>How long it took.</summary>
    [Id(4)]
    public TimeSpan Elapsed { get; init; }
}
