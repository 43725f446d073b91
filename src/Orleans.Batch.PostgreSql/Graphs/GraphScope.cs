using Orleans.Batch.Facts;
using Orleans.Batch.Graphs;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// One graph that a project owns, and the only source of the ids that statements over nodes and facts accept. Ids from a
/// request become <see cref="GraphIds"/> here: those of other graphs are dropped, as if they did not exist.
/// </summary>
internal readonly struct GraphScope
{
    private GraphScope(long key) => Key = key;

    /// <summary>The graph's internal key.</summary>
    public long Key { get; }

    /// <summary>The smallest possible id of a node or fact of the graph.</summary>
    public Guid First => GraphBoundId.First(Key);

    /// <summary>The smallest id above all possible ids of nodes and facts of the graph.</summary>
    public Guid Beyond => GraphBoundId.Beyond(Key);

    /// <summary>The scope of a graph whose key was read from the database under its project.</summary>
    public static GraphScope FromKey(long graphKey) => new(graphKey);

    /// <summary>The scope of a search, whose plan the store made for one graph of the caller's project.</summary>
    public static GraphScope FromPlan(SearchPlan plan) => new(plan.GraphKey);

    /// <summary>Whether an id lies in the graph's range of ids.</summary>
    public bool Contains(Guid id) => GraphBoundId.GraphKey(id) == Key;

    /// <summary>The ids that belong to this graph, in the same order; others are left out.</summary>
    public GraphIds Bind(IEnumerable<Guid> ids) => GraphIds.Within(this, ids);
}
