using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Pages of users or threads, each in the order of an index of ids.</summary>
internal static class IdPages
{
    /// <summary>The parameters of a page: $1 the project, $2 the id before it, $3 its size, $4 how many are skipped.</summary>
    public static object?[] Values(ProjectId project, IdQuery query) =>
    [
        project.Value,
        query.After ?? "",
        (long)query.PageSize,
        query.After is null ? (query.PageNumber - 1L) * query.PageSize : 0L,
    ];

    /// <summary>How many rows a project has in a table; not counted for pages after an id.</summary>
    public static async ValueTask<long?> CountAsync(
        this NpgsqlDataSource source, string table, ProjectId project, IdQuery query, CancellationToken cancellationToken) =>
        query.After is not null
            ? null
            : await source
                .Statement($"SELECT count(*) FROM {table} WHERE project_key = $1", project.Value)
                .RowAsync(r => r.GetInt64(0), cancellationToken);
}
