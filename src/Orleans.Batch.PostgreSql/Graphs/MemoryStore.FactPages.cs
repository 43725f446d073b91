using System.Globalization;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    private const string NumbersOf =
        "SELECT number FROM graph_episode WHERE graph_key = $1 AND episode_uuid = ANY($2)";

    // The order keys of a list of facts f, or nodes n, as SQL.
    private static readonly ListKind EdgeList = new("fact", "f", "fact_uuid", c => c.OfEdge(), order => order switch
    {
        GraphListOrder.CreatedAt => "f.created_at",
        GraphListOrder.ValidAt => "f.valid_at",
        _ => "0::bigint",
    });

    private static readonly ListKind NodeList = new("node", "n", "node_uuid", c => c.OfNode(), order => order switch
    {
        GraphListOrder.CreatedAt => "n.created_at",
        GraphListOrder.ValidAt => "n.named_at",
        GraphListOrder.Degree =>
            """
            ((SELECT count(*) FROM fact WHERE source_node = n.node_uuid)
            + (SELECT count(*) FROM fact WHERE target_node = n.node_uuid AND target_node <> source_node))
            """,
        _ => "0::bigint",
    });

    /// <inheritdoc/>
    public ValueTask<EdgePage?> FindEdgesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            if (await FindGraphKeyAsync(project, target, cancellationToken) is not { } graphKey)
            {
                return null;
            }

            var scope = GraphScope.FromKey(graphKey);
            var (found, next) = await ScanAsync(EdgeList, scope, query, cancellationToken);
            var edges = await ReadEdgesAsync(scope.Bind(found.Select(p => p.Uuid)), cancellationToken);
            return new EdgePage(edges, next?.ToCursor(query.Order, query.Descending));
        });

    /// <inheritdoc/>
    public ValueTask<NodePage?> FindNodesAsync(
        ProjectId project, GraphTarget target, GraphListQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            if (await FindGraphKeyAsync(project, target, cancellationToken) is not { } graphKey)
            {
                return null;
            }

            var scope = GraphScope.FromKey(graphKey);
            var (found, next) = await ScanAsync(NodeList, scope, query, cancellationToken);
            var nodes = await ReadNodesAsync(scope.Bind(found.Select(p => p.Uuid)), cancellationToken);
            if (query.Order == GraphListOrder.Degree)
            {
                var degrees = found.ToDictionary(p => p.Uuid, p => (int)p.Key);
                nodes = nodes.ConvertAll(n => n with { Degree = degrees[n.Uuid] });
            }

            return new NodePage(nodes, next?.ToCursor(query.Order, query.Descending));
        });

    /// <summary>The positions of a page, and where the next one begins.</summary>
    private async ValueTask<(List<GraphPosition> Found, GraphPosition? Next)> ScanAsync(
        ListKind kind, GraphScope scope, GraphListQuery query, CancellationToken cancellationToken)
    {
        var from = await BeginningAsync(kind, scope, query, cancellationToken);
        var named = await NamedAsync(scope, query.Filters, cancellationToken);
        var found = new List<GraphPosition>(query.Limit + 1);

        // By identity a page is read from the index, in steps; in other orders each step would sort the graph again.
        var step = query.Filters is null ? query.Limit + 1
            : query.Order == GraphListOrder.Uuid ? FilterScanStep : FilterScanLimit;

        // Clients that page by uuid_cursor take an empty page for the last one, so the scan continues until something is found.
        for (var scanned = 0; scanned < FilterScanLimit || found.Count == 0; scanned += step)
        {
            var rows = await PositionsAfter(kind, scope, query, named, from, step).RowsAsync(
                r => (At: new GraphPosition(ReadKey(r, query.Order), r.GetGuid(0)), Matches: r.GetBoolean(2)),
                cancellationToken);
            found.AddRange(rows.Where(r => r.Matches).Select(r => r.At));
            if (found.Count > query.Limit)
            {
                found.RemoveRange(query.Limit, found.Count - query.Limit);
                return (found, found[^1]);
            }

            if (rows.Count < step)
            {
                return (found, null);
            }

            from = rows[^1].At;
        }

        return (found, from);
    }

    private async ValueTask<GraphPosition?> BeginningAsync(
        ListKind kind, GraphScope scope, GraphListQuery query, CancellationToken cancellationToken)
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
        var key = !scope.Contains(uuid) ? null : await database.Requests
            .Statement(
                $"SELECT {kind.Alias}.{kind.Id}, {kind.Key(query.Order)} FROM {kind.Table} {kind.Alias} WHERE {kind.Alias}.{kind.Id} = $1",
                uuid)
            .RowAsync(r => (long?)ReadKey(r, query.Order), cancellationToken);
        return key is { } known
            ? new GraphPosition(known, uuid)
            : throw BatchServiceException.Invalid(
                ErrorCodes.InvalidRequest, $"uuid_cursor names nothing in this graph: {uuid}; use the cursor of the header Zep-Next-Cursor");
    }

    private async ValueTask<EpisodeFacts?> NamedAsync(
        GraphScope scope, SearchFilters? filters, CancellationToken cancellationToken)
    {
        if (filters is not { EpisodeUuids.Count: > 0 })
        {
            return null;
        }

        var numbers = await database.Requests
            .Statement(NumbersOf, scope.Key, filters.EpisodeUuids.ToArray())
            .RowsAsync(r => r.GetInt64(0), cancellationToken);
        return await FactsOfAsync(scope, numbers, cancellationToken);
    }

    private NpgsqlCommand PositionsAfter(
        ListKind kind, GraphScope scope, GraphListQuery query, EpisodeFacts? named, GraphPosition? from, int limit)
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
        return database.Requests.Statement(
            $"""
            SELECT {id}, key, {condition} FROM (
                SELECT {kind.Alias}.*, {key} AS key FROM {kind.Table} {kind.Alias}
                WHERE {id} >= $1 AND {id} < $2 {after} ORDER BY {order} LIMIT $3) {kind.Alias}
            ORDER BY {order}
            """,
            values.ToArray());
    }

    private static long ReadKey(NpgsqlDataReader r, GraphListOrder order) =>
        order is GraphListOrder.Uuid or GraphListOrder.Degree ? r.GetInt64(1) : r.Instant(1).UtcTicks;

    private sealed record ListKind(
        string Table, string Alias, string Id, Func<SearchCondition, string> Condition, Func<GraphListOrder, string> Key);
}
