using System.Globalization;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Reads the positions of a page of nodes or edges.</summary>
internal sealed class FactList(NpgsqlDataSource source, FactListKind kind, GraphScope scope, GraphListQuery query)
{
    /// <summary>The positions of a page, and where the next one begins.</summary>
    public async ValueTask<(List<GraphPosition> Found, GraphPosition? Next)> ReadAsync(CancellationToken cancellationToken)
    {
        var from = await FindBeginningAsync(cancellationToken);
        var named = await source.ReadNamedAsync(scope, query.Filters, cancellationToken);

        // By identity a page is read from the index, in steps; in other orders each step would sort the graph again.
        var step = query.Filters is null ? query.Limit + 1
            : query.Order == GraphListOrder.Uuid ? FilteredScan.Step : FilteredScan.MaxScanned;

        // Clients that page by uuid_cursor take an empty page for the last one, so the scan continues until something is found.
        return await FilteredScan.ScanAsync(
            from,
            query.Limit,
            step,
            untilFound: true,
            (after, rows) => PositionsAfter(after, rows, named).RowsAsync(
                r => (At: new GraphPosition(ReadKey(r), r.GetGuid(0)), Matches: r.GetBoolean(2)), cancellationToken));
    }

    private async ValueTask<GraphPosition?> FindBeginningAsync(CancellationToken cancellationToken)
    {
        if (query.Cursor is { } cursor)
        {
            return GraphPosition.FromCursor(cursor, query.Order, query.Descending);
        }

        if (query.UuidCursor is not { } uuid || query.Order == GraphListOrder.Uuid)
        {
            return query.UuidCursor is { } at ? new GraphPosition(0, at) : null;
        }

        // Its position is known only while it exists.
        var key = !scope.Contains(uuid) ? null : await source
            .Statement(
                $"SELECT {kind.Alias}.{kind.Id}, {kind.Key(query.Order)} FROM {kind.Table} {kind.Alias} WHERE {kind.Alias}.{kind.Id} = $1",
                uuid)
            .RowAsync(r => (long?)ReadKey(r), cancellationToken);
        return key is { } known
            ? new GraphPosition(known, uuid)
            : throw BatchServiceException.Invalid(
                ErrorCodes.InvalidRequest, $"uuid_cursor names nothing in this graph: {uuid}; use the cursor of the header Zep-Next-Cursor");
    }

    private NpgsqlCommand PositionsAfter(GraphPosition? from, int limit, EpisodeFacts? named)
    {
        var values = new List<object?> { scope.First, scope.Beyond, (long)limit };
        var (direction, sign) = query.Descending ? ("DESC", "<") : ("ASC", ">");
        var id = $"{kind.Alias}.{kind.Id}";
        var key = kind.Key(query.Order);
        var byUuid = query.Order == GraphListOrder.Uuid;
        var after = "";
        if (from is { } position)
        {
            values.Add(position.Uuid);
            var uuid = "$" + values.Count.ToString(CultureInfo.InvariantCulture);
            if (!byUuid)
            {
                values.Add(query.Order == GraphListOrder.Degree ? position.Key : position.Moment);
            }

            after = byUuid
                ? $"AND {id} {sign} {uuid}"
                : $"AND ({key}, {id}) {sign} (${values.Count.ToString(CultureInfo.InvariantCulture)}, {uuid})";
        }

        var order = byUuid ? $"{id} {direction}" : $"key {direction}, {id} {direction}";
        var condition = query.Filters is null ? "true" : kind.Condition(new SearchCondition(scope, query.Filters, named, values));
        return source.Statement(
            $"""
            SELECT {id}, key, {condition} FROM (
                SELECT {kind.Alias}.*, {key} AS key FROM {kind.Table} {kind.Alias}
                WHERE {id} >= $1 AND {id} < $2 {after} ORDER BY {order} LIMIT $3) {kind.Alias}
            ORDER BY {order}
            """,
            values.ToArray());
    }

    private long ReadKey(NpgsqlDataReader r) =>
        query.Order is GraphListOrder.Uuid or GraphListOrder.Degree ? r.GetInt64(1) : r.Instant(1).UtcTicks;
}
