using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>A list in the order of a key; the identity decides between equal keys.</summary>
/// <param name="Columns">The columns that <paramref name="Read"/> expects.</param>
/// <param name="From">The tables and the condition of the project, <c>$1</c>.</param>
/// <param name="Uuid">The column of the identity.</param>
/// <param name="Keys">The other keys: an expression of each, and its type.</param>
/// <param name="Read">Reads an entry.</param>
internal sealed record SortedList<T>(
    string Columns,
    string From,
    string Uuid,
    IReadOnlyDictionary<SortKey, (string Expression, string Type)> Keys,
    Func<NpgsqlDataReader, T> Read)
{
    public async ValueTask<SortedPage<T>> PageAsync(
        NpgsqlDataSource source, ProjectId project, SortedQuery query, CancellationToken cancellationToken)
    {
        var (key, type) = KeyOf(query.Order);
        var (compare, direction) = query.Descending ? ("<", "DESC") : (">", "ASC");
        List<object?> values = [project.Value, query.Limit + 1L];
        var conditions = "";
        if (query.Cursor is { } cursor)
        {
            var after = SortPosition.Parse(cursor, type);
            values.AddRange([after.Key, after.Uuid]);
            conditions += $" AND ({key}, {Uuid}) {compare} ($3::{type}, $4)";
        }

        if (query.UserUuid is { } user)
        {
            values.Add(user);
            conditions += $" AND u.user_uuid = ${values.Count}";
        }

        var sql =
            $"""
            SELECT {Columns}, ({key})::text, {Uuid} FROM {From}{conditions}
            ORDER BY {key} {direction}, {Uuid} {direction} LIMIT $2
            """;
        var rows = await source.Statement(sql, [.. values]).RowsAsync(ReadWithPosition, cancellationToken);
        return rows.Count <= query.Limit
            ? new([.. rows.Select(static r => r.Entry)], null)
            : new([.. rows.Take(query.Limit).Select(static r => r.Entry)], rows[query.Limit - 1].Position.ToString());
    }

    private (T Entry, SortPosition Position) ReadWithPosition(NpgsqlDataReader r) =>
        (Read(r), new SortPosition(r.GetString(r.FieldCount - 2), r.GetGuid(r.FieldCount - 1)));

    private (string Expression, string Type) KeyOf(SortKey order) =>
        order == SortKey.Uuid ? (Uuid, "uuid")
        : Keys.TryGetValue(order, out var key) ? key
        : throw BatchServiceException.Invalid(ErrorCodes.UnknownValue, "this list has no such order");
}
