namespace Orleans.Batch;

/// <summary>What a search returns.</summary>
[GenerateSerializer]
[Alias("orleans-batch.search-scope.v1")]
public enum SearchScope
{
    /// <summary>Facts.</summary>
    Edges,

    /// <summary>Entities.</summary>
    Nodes,

    /// <summary>Episodes.</summary>
    Episodes,

    /// <summary>Summaries of threads; there are none, because no model writes them.</summary>
    ThreadSummaries,

    /// <summary>Observations; there are none, because no model creates them.</summary>
    Observations,

    /// <summary>A text made of facts, entities and episodes.</summary>
    Auto,
}

/// <summary>How results are ordered.</summary>
[GenerateSerializer]
[Alias("orleans-batch.search-reranker.v1")]
public enum SearchReranker
{
    /// <summary>The usual order: words, conversations, names and recency.</summary>
    Rrf,

    /// <summary>Maximal marginal relevance; needs embeddings, which this service does not have: <see cref="Rrf"/> instead.</summary>
    Mmr,

    /// <summary>The results nearest to a node first.</summary>
    NodeDistance,

    /// <summary>First the edges that most of the episodes in the filter state.</summary>
    EpisodeMentions,

    /// <summary>A model's judgement; this service has no model: <see cref="Rrf"/> instead.</summary>
    CrossEncoder,
}

/// <summary>A search in one graph.</summary>
/// <param name="Query">Words, in any order; no operators. At most 4,096 characters.</param>
[GenerateSerializer]
[Alias("orleans-batch.graph-search.v1")]
[Immutable]
public sealed record GraphSearch([property: Id(0)] string Query)
{
    /// <summary>What to return.</summary>
    [Id(1)]
    public SearchScope Scope { get; init; }

    /// <summary>How many at most; 1 to 50. No effect on <see cref="SearchScope.Auto"/>.</summary>
    [Id(2)]
    public int Limit { get; init; } = 10;

    /// <summary>How long the text of <see cref="SearchScope.Auto"/> may be; 1 to 50,000 characters.</summary>
    [Id(3)]
    public int MaxCharacters { get; init; } = 2_500;

    /// <summary>The order. No effect on <see cref="SearchScope.Auto"/>.</summary>
    [Id(4)]
    public SearchReranker Reranker { get; init; }

    /// <summary>For <see cref="SearchReranker.NodeDistance"/>: from which node.</summary>
    [Id(5)]
    public Guid? CenterNodeUuid { get; init; }

    /// <summary>Nodes whose edges match with any words; at most 256.</summary>
    [Id(6)]
    public IReadOnlyList<Guid> OriginNodeUuids { get; init; } = [];

    /// <summary>Whether <see cref="SearchScope.Auto"/> also returns the sources of its text.</summary>
    [Id(7)]
    public bool ReturnRawResults { get; init; }

    /// <summary>A filter; null for all.</summary>
    [Id(8)]
    public SearchFilters? Filters { get; init; }

    /// <summary>The template that gives the text of <see cref="SearchScope.Auto"/> its form; null for the usual one.</summary>
    [Id(9)]
    public string? TemplateId { get; init; }
}

/// <summary>The results of a search, best first. What was not requested is null.</summary>
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

    /// <summary>What ordered the results: not always what the search asked for.</summary>
    [Id(5)]
    public SearchReranker Reranker { get; init; }

    /// <summary>Whether more was found than the text of <see cref="SearchScope.Auto"/> has room for.</summary>
    [Id(6)]
    public bool Truncated { get; init; }
}
