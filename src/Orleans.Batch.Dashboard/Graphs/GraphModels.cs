namespace Orleans.Batch.Dashboard;

/// <summary>The list of graphs or users.</summary>
/// <param name="Listing">The page.</param>
/// <param name="Users">Whether it lists users.</param>
/// <param name="Search">The search text.</param>
/// <param name="IsFirst">Whether it is the first page.</param>
public sealed record GraphsModel(GraphListing Listing, bool Users, string? Search, bool IsFirst);

/// <summary>The views of a graph.</summary>
public enum GraphView
{
    /// <summary>Its facts on an axis of time.</summary>
    Facts,

    /// <summary>Its entities.</summary>
    Entities,

    /// <summary>Its episodes.</summary>
    Episodes,
}

/// <summary>One graph.</summary>
/// <param name="Contents">Its counts.</param>
/// <param name="View">The view.</param>
public sealed record GraphDetailsModel(GraphContents Contents, GraphView View)
{
    /// <summary>The page of facts.</summary>
    public IReadOnlyList<EntityEdge> Facts { get; init; } = [];

    /// <summary>The only entity whose facts are shown; null for all.</summary>
    public EntityNode? Entity { get; init; }

    /// <summary>The page of entities.</summary>
    public IReadOnlyList<EntityNode> Entities { get; init; } = [];

    /// <summary>The page of episodes.</summary>
    public IReadOnlyList<Episode> Episodes { get; init; } = [];

    /// <summary>Where the episodes came from, by episode.</summary>
    public IReadOnlyDictionary<Guid, EpisodeOrigin> Origins { get; init; } = new Dictionary<Guid, EpisodeOrigin>();

    /// <summary>The cursor of the next page; null on the last.</summary>
    public string? Next { get; init; }

    /// <summary>Whether this is the first page.</summary>
    public bool IsFirst { get; init; } = true;

    /// <summary>The owner or id of the graph.</summary>
    public GraphTarget Target => Contents.Graph.Target;
}

/// <summary>One episode.</summary>
/// <param name="Episode">The episode.</param>
/// <param name="Says">Its facts and nodes.</param>
/// <param name="Origin">Where it came from; null when that is not known.</param>
/// <param name="Target">Its graph, as named by the previous page; null when there is none.</param>
public sealed record EpisodeModel(Episode Episode, EpisodeMentions Says, EpisodeOrigin? Origin, GraphTarget? Target);
