using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Finds what a declaration is for: graphs, users' graphs, or the whole project.</summary>
internal static class DeclarationScope
{
    /// <summary>The key that stands for the whole project: no graph has it.</summary>
    public const long WholeProject = 0;

    // Locked, so that none is deleted before its declaration exists and can be deleted with it.
    private const string HoldGraphs =
        "SELECT graph_id, graph_key FROM graph WHERE project_key = $1 AND graph_id = ANY($2) FOR KEY SHARE";

    private const string HoldUsers =
        "SELECT user_id, graph_key FROM memory_user WHERE project_key = $1 AND user_id = ANY($2) FOR KEY SHARE";

    /// <summary>The keys of the graphs, in order, which stay until the transaction ends.</summary>
    /// <exception cref="BatchServiceException">One of them does not exist.</exception>
    public static async ValueTask<long[]> HoldAsync(
        WriteTransaction connection, ProjectId project, OntologyScope scope, CancellationToken cancellationToken)
    {
        var keys = new SortedSet<long>();
        foreach (var (what, sql, ids) in ((string, string, IReadOnlyList<string>)[])
            [("graph", HoldGraphs, scope.GraphIds), ("user", HoldUsers, scope.UserIds)])
        {
            var found = await connection.Statement(sql, project.Value, ids.ToArray())
                .RowsAsync(r => (Id: r.GetString(0), Key: r.GetInt64(1)), cancellationToken);
            if (ids.Except(found.Select(f => f.Id), StringComparer.Ordinal).FirstOrDefault() is { } missing)
            {
                throw BatchServiceException.NotFound(what, missing);
            }

            keys.UnionWith(found.Select(f => f.Key));
        }

        return scope.GraphIds.Count + scope.UserIds.Count == 0 ? [WholeProject] : [.. keys];
    }
}
