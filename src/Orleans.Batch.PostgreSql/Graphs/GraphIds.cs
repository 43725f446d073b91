using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>
/// Ids of nodes and facts of one graph, made by <see cref="GraphScope.Bind"/> alone. As a parameter of a statement it is an
/// array of UUIDs.
/// </summary>
internal sealed class GraphIds : IStatementParameter
{
    private GraphIds(Guid[] values) => Values = values;

    /// <summary>The ids.</summary>
    public Guid[] Values { get; }

    object IStatementParameter.Value => Values;

    /// <summary>The ids that lie in a graph's range; others are left out.</summary>
    public static GraphIds Within(GraphScope scope, IEnumerable<Guid> ids) => new([.. ids.Where(scope.Contains)]);
}
