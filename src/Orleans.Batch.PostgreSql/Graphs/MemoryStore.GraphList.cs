using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    private const string GraphMatches =
        " AND g.graph_id IS NOT NULL AND ($2::text IS NULL OR g.folded_id LIKE $2 OR g.folded_name LIKE $2)";

    /// <inheritdoc/>
    public ValueTask<GraphPage> ListGraphsAsync(ProjectId project, GraphQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            var pattern = Pattern(query.Search);
            if (query.After is not null)
            {
                return new GraphPage(
                    await database.Requests
                        .Statement(
                            $"{SelectGraphs}{GraphMatches} AND g.graph_id > $3 ORDER BY g.graph_id LIMIT $4",
                            project.Value, pattern, query.After, (long)query.PageSize)
                        .RowsAsync(ReadGraph, cancellationToken),
                    TotalCount: null);
            }

            var total = await database.Requests
                .Statement("SELECT count(*) FROM graph g WHERE g.project_key = $1" + GraphMatches, project.Value, pattern)
                .RowAsync(r => r.GetInt64(0), cancellationToken);
            var graphs = await database.Requests
                .Statement(
                    $"{SelectGraphs}{GraphMatches} ORDER BY {OrderBy(query)} LIMIT $3 OFFSET $4",
                    project.Value, pattern, (long)query.PageSize, (query.PageNumber - 1L) * query.PageSize)
                .RowsAsync(ReadGraph, cancellationToken);
            return new GraphPage(graphs, total);
        });

    private static string? Pattern(string? search) => string.IsNullOrEmpty(search)
        ? null
        : "%" + search.ToLowerInvariant()
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("%", "\\%", StringComparison.Ordinal)
            .Replace("_", "\\_", StringComparison.Ordinal) + "%";

    // The key makes the order total: without it a graph could be on two pages or on none.
    private static string OrderBy(GraphQuery query)
    {
        var direction = query.Ascending ? "ASC" : "DESC";
        return query.Order switch
        {
            GraphOrder.GraphId => $"g.graph_id {direction}",
            GraphOrder.Name => $"g.name COLLATE \"C\" {direction} NULLS LAST, g.graph_key {direction}",
            _ => $"g.created_at {direction}, g.graph_key {direction}",
        };
    }
}
