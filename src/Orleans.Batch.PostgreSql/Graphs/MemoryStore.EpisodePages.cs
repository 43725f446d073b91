using System.Globalization;
using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    /// <summary>How many episodes a filtered page reads at most before the next page continues.</summary>
    internal const int FilterScanLimit = 10_000;

    private const int FilterScanStep = 1_000;

    private const string SelectByUuids =
        """
        SELECT episode_uuid, reference_time, number, thread_key FROM graph_episode
        WHERE graph_key = $1 AND episode_uuid = ANY($2)
        """;

    // Episodes of graph $1 that mention one of its nodes {0}, or are among the UUIDs {1}.
    private const string EpisodesThatMention =
        $$"""
        (SELECT e.* FROM (
            SELECT episode_uuid FROM fact WHERE source_node = ANY({0})
            UNION SELECT episode_uuid FROM fact WHERE target_node = ANY({0}) AND target_node <> source_node
            UNION SELECT episode_uuid FROM fact_repeat WHERE source_node = ANY({0})
            UNION SELECT r.episode_uuid
                FROM (SELECT * FROM fact WHERE target_node = ANY({0}) AND target_node <> source_node) f
                CROSS JOIN LATERAL (SELECT r.episode_uuid FROM fact_repeat r WHERE {{FactSql.Supports}}) r
            UNION SELECT episode_uuid FROM mention WHERE node_uuid = ANY({0})
            UNION SELECT unnest({1})) m
        CROSS JOIN LATERAL (
            SELECT * FROM graph_episode WHERE graph_key = $1 AND episode_uuid = m.episode_uuid LIMIT 1) e) e
        """;

    /// <inheritdoc/>
    public ValueTask<EpisodePage?> FindEpisodesAsync(
        ProjectId project, GraphTarget target, EpisodeQuery query, CancellationToken cancellationToken)
    {
        EpisodePosition? from = query.Cursor is null ? null : EpisodePosition.FromCursor(query.Cursor, query.Order);
        return StoreFaults.Translate(async () =>
        {
            if (await FindGraphKeyAsync(project, target, cancellationToken) is not { } graphKey)
            {
                return null;
            }

            var (found, next) = await ScanAsync(graphKey, query, from, cancellationToken);
            var episodes = await ReadEpisodesAsync(graphKey, found.ConvertAll(p => p.Uuid), cancellationToken);
            return new EpisodePage(episodes, next?.ToCursor(query.Order));
        });
    }

    /// <summary>The positions of a page, and where the next one begins.</summary>
    private async ValueTask<(List<EpisodePosition> Found, EpisodePosition? Next)> ScanAsync(
        long graphKey, EpisodeQuery query, EpisodePosition? from, CancellationToken cancellationToken)
    {
        var found = new List<EpisodePosition>(query.Limit + 1);
        var step = query.Filter is null ? query.Limit + 1 : FilterScanStep;
        for (var scanned = 0; scanned < FilterScanLimit; scanned += step)
        {
            var rows = await PositionsAfter(graphKey, query, from, step).RowsAsync(
                r => (At: new EpisodePosition(r.GetGuid(0), r.Instant(1), r.GetInt64(2)), Matches: r.GetBoolean(3)),
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

    private NpgsqlCommand PositionsAfter(long graphKey, EpisodeQuery query, EpisodePosition? from, int limit)
    {
        var values = new List<object?> { graphKey, (long)limit };
        var (direction, sign) = query.Descending ? ("DESC", "<") : ("ASC", ">");
        var order = query.Order == EpisodeOrder.Uuid
            ? $"episode_uuid {direction}"
            : $"reference_time {direction}, number {direction}";
        var after = "";
        if (from is { } position && query.Order == EpisodeOrder.Uuid)
        {
            values.Add(position.Uuid);
            after = $"AND episode_uuid {sign} $3";
        }
        else if (from is { } moment)
        {
            values.AddRange([moment.ReferenceTime, moment.Number]);
            after = $"AND (reference_time, number) {sign} ($3, $4)";
        }

        var source = "graph_episode";
        if (query.Mentioned.Count > 0)
        {
            values.AddRange([GraphScope.FromKey(graphKey).Bind(query.Mentioned), query.Mentioned.ToArray()]);
            source = EpisodesThatMention
                .Replace("{0}", string.Create(CultureInfo.InvariantCulture, $"${values.Count - 1}"), StringComparison.Ordinal)
                .Replace("{1}", string.Create(CultureInfo.InvariantCulture, $"${values.Count}"), StringComparison.Ordinal);
        }

        var positions =
            $"""
            SELECT episode_uuid, reference_time, number FROM {source}
            WHERE graph_key = $1 {after} ORDER BY {order} LIMIT $2
            """;
        var sql = query.Filter is null
            ? $"SELECT *, true FROM ({positions}) e ORDER BY {order}"
            : $"""
            SELECT e.*, {new MetadataCondition(values).ToSql(query.Filter)}
            FROM ({positions}) e CROSS JOIN LATERAL (
                SELECT metadata_json(metadata) AS m FROM episode_data WHERE episode_uuid = e.episode_uuid LIMIT 1) d
            ORDER BY {order}
            """;
        return database.Requests.Statement(sql, values.ToArray());
    }

    private async ValueTask<List<Episode>> ReadEpisodesAsync(
        long graphKey, IReadOnlyList<Guid> uuids, CancellationToken cancellationToken)
    {
        var episodes = (await database.Requests
            .Statement(EpisodesAt(SelectByUuids), graphKey, uuids.ToArray())
            .RowsAsync(ReadEpisode, cancellationToken)).ToDictionary(e => e.Uuid);

        // Episodes deleted in between are left out.
        return [.. uuids.Select(u => episodes.GetValueOrDefault(u)).OfType<Episode>()];
    }
}
