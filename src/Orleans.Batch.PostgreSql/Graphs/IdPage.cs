using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>The statement of a page of users or threads. By id or age it reads an index; other orders sort the project's rows.</summary>
/// <param name="table">The table.</param>
/// <param name="id">The column of the callers' ids.</param>
/// <param name="key">The column of the identities, which makes every order total.</param>
/// <param name="project">The project.</param>
/// <param name="query">The page.</param>
internal sealed class IdPage(string table, string id, string key, ProjectId project, IdQuery query)
{
    private readonly string? _pattern = string.IsNullOrEmpty(query.Search) ? null : LikePattern.Containing(query.Search.ToLowerInvariant());

    /// <summary>The rows of the page.</summary>
    public string Select =>
        $"""
        SELECT r.* FROM {table} r{(IsByUser ? " JOIN memory_user o USING (user_key)" : "")}
        WHERE r.project_key = $1 AND r.{id} > $2{(_pattern is null ? "" : " AND r.folded LIKE $5")}
        ORDER BY {(IsByUser ? $"o.user_id {Direction}, r.{key} {Direction}" : OrderOf("r"))} LIMIT $3 OFFSET $4
        """;

    /// <summary>The parameters: the project, the id before the page, its size, how many rows are skipped, and the pattern.</summary>
    public object?[] Values
    {
        get
        {
            object?[] values =
            [
                project.Value,
                query.After ?? "",
                (long)query.PageSize,
                query.After is null ? (query.PageNumber - 1L) * query.PageSize : 0L,
            ];
            return _pattern is null ? values : [.. values, _pattern];
        }
    }

    private bool IsByUser => query is { After: null, Order: IdOrder.UserId } && table == "thread";

    private string Direction => query.Ascending || query.After is not null ? "ASC" : "DESC";

    /// <summary>The order of the page's rows under an alias; by user, that of the joined user u.</summary>
    public string OrderOf(string alias) => (query.After is null ? query.Order : IdOrder.Id) switch
    {
        IdOrder.CreatedAt => $"{alias}.created_at {Direction}, {alias}.{key} {Direction}",
        IdOrder.Email => $"{alias}.email COLLATE \"C\" {Direction} NULLS LAST, {alias}.{key} {Direction}",
        IdOrder.UserId when IsByUser => $"u.user_id {Direction}, {alias}.{key} {Direction}",
        _ => $"{alias}.{id} {Direction}",
    };

    /// <summary>How many rows match in all; not counted for pages after an id.</summary>
    public async ValueTask<long?> CountAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        if (query.After is not null)
        {
            return null;
        }

        var sql = $"SELECT count(*) FROM {table} WHERE project_key = $1";
        var count = _pattern is null ? source.Statement(sql, project.Value) : source.Statement(sql + " AND folded LIKE $2", project.Value, _pattern);
        return await count.RowAsync(r => r.GetInt64(0), cancellationToken);
    }
}
