using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Facts;
using Orleans.Batch.PostgreSql.InFlight;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>The two queries of the lane reader.</summary>
internal static class LaneQueries
{
    // Updates from other hosts that this one needs: whether one died, and how long ago real time was active.
    private const string ReadNews =
        """
        SELECT unclean_ends > 0 AND unclean_at > sql_now() - interval '1 day', sql_now() - realtime_at FROM ingest_state
        """;

    // A lane of a batch that is paused, or being canceled, keeps its turn and is not worked on. Such batches are few, and
    // found once for all lanes; so is whether any lane is suspect: a probe per lane then costs nothing (a join does).
    private const string FindLanes =
        $"""
        SELECT q.graph_key, l.lane_key, l.process_number, l.cursor, l.total, s.epoch,
               EXISTS (SELECT FROM lane n WHERE n.graph_key = q.graph_key AND n.process_number > l.process_number),
               CASE WHEN (SELECT EXISTS (SELECT FROM suspect_lane))
                    THEN (SELECT u.adoptions FROM suspect_lane u WHERE u.lane_key = l.lane_key) END,
               CASE WHEN (SELECT EXISTS (SELECT FROM suspect_lane))
                    THEN (SELECT u.until_position FROM suspect_lane u WHERE u.lane_key = l.lane_key) END
        FROM unnest($1) AS q(graph_key)
        JOIN graph_state s ON s.graph_key = q.graph_key
        CROSS JOIN LATERAL (
            SELECT * FROM lane WHERE graph_key = q.graph_key AND process_number > s.lanes_done_through AND state = {Stored.LaneState.Open}
            ORDER BY process_number LIMIT 1) l
        WHERE (l.lane_key >> 20 = ANY ((
            SELECT array(SELECT batch_key FROM batch
                         WHERE status IN {Stored.BatchStatus.Unfinished} AND (paused_at IS NOT NULL OR cancel_requested_at IS NOT NULL)))::bigint[])) IS NOT TRUE
        """;

    // JSON is always read, because it is checked; other payloads only when the extractor reads them. Most batches have no
    // outcome yet: which ones do is determined once, not per item.
    private const string ReadItems =
        $"""
        SELECT q.ordinal, i.position, i.sequence, i.episode_uuid, i.thread_key, e.data_type, e.role, e.reference_time,
               CASE WHEN e.data_type = {Stored.DataType.Json} OR q.reads_content THEN e.content END, o.status IS NOT NULL,
               e.episode_uuid IS NOT NULL, CASE WHEN q.reads_content THEN e.speaker END
        FROM unnest($1, $2, $3, $4) WITH ORDINALITY AS q(lane_key, cursor, row_limit, reads_content, ordinal)
        CROSS JOIN LATERAL (
            SELECT * FROM lane_item WHERE lane_key = q.lane_key AND position >= q.cursor
            ORDER BY position LIMIT q.row_limit) i
        LEFT JOIN LATERAL (SELECT * FROM episode_data WHERE episode_uuid = i.episode_uuid) e ON true
        LEFT JOIN LATERAL (SELECT status FROM item_outcome
                           WHERE i.batch_key = ANY ((
                               SELECT array(SELECT b FROM unnest($5) AS b
                                            WHERE EXISTS (SELECT FROM item_outcome WHERE batch_key = b)))::bigint[])
                             AND batch_key = i.batch_key AND sequence = i.sequence) o ON true
        """;

    /// <summary>The next lane of each graph, without graphs that have none; and the updates from other hosts.</summary>
    public static async ValueTask<(Dictionary<long, LaneHead> Lanes, HostUpdate News)> FindLanesAsync(
        NpgsqlDataSource source, BatchFactsCache batches, List<long> graphKeys, CancellationToken cancellationToken)
    {
        var found = new List<(long GraphKey, long LaneKey, long Process, int Cursor, int Total, int Epoch, bool Later, CrashSuspect? CrashSuspect)>();
        HostUpdate news;
        await using (var batch = source.CreateBatch())
        {
            batch.BatchCommands.Add(new(ReadNews));
            batch.BatchCommands.Add(new(FindLanes) { Parameters = { new() { Value = graphKeys.ToArray() } } });
            await using var row = await batch.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            news = new HostUpdate(row.GetBoolean(0), row.GetTimeSpan(1));
            await row.NextResultAsync(cancellationToken);
            while (await row.ReadAsync(cancellationToken))
            {
                found.Add((
                    row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetInt32(3), row.GetInt32(4), row.GetInt32(5), row.GetBoolean(6),
                    row.IsDBNull(7) ? null : new CrashSuspect(row.GetInt32(7), row.GetInt32(8))));
            }
        }

        var facts = await batches.GetAsync(found.Select(f => f.LaneKey >> LaneKeys.OrdinalBits), cancellationToken);
        var lanes = new Dictionary<long, LaneHead>(found.Count);
        foreach (var lane in found)
        {
            if (facts.TryGetValue(lane.LaneKey >> LaneKeys.OrdinalBits, out var batch))
            {
                lanes[lane.GraphKey] =
                    new LaneHead(lane.LaneKey, lane.Process, lane.Cursor, lane.Total, lane.Epoch, lane.Later, lane.CrashSuspect) { Batch = batch };
            }
        }

        return (lanes, news);
    }

    /// <summary>
    /// The next items of each lane, in order, at most as many as its limit. Once they reach a total size in bytes, the
    /// rest is left out; a lane whose items are all left out yields null. Text is read only in the modes that need it, and so is
    /// what is declared for the graphs.
    /// </summary>
    public static async ValueTask<(List<IngestItem>?[] Items, List<DeclaredGraph> Declared)> ReadItemsAsync(
        NpgsqlDataSource source,
        IReadOnlyList<long> graphKeys,
        List<LaneHead> lanes,
        List<int> limits,
        IReadOnlySet<ExtractionMode> contentModes,
        long maxBytes,
        CancellationToken cancellationToken)
    {
        var reads = lanes.ConvertAll(l => contentModes.Contains(l.Batch.Extraction));
        await using var batch = source.CreateBatch();
        var extracted = graphKeys.Where((_, i) => reads[i]).ToList();
        if (extracted.Count > 0)
        {
            batch.BatchCommands.Add(VocabularyQuery.Command(extracted));
        }

        batch.BatchCommands.Add(new(ReadItems)
        {
            Parameters =
            {
                new() { Value = lanes.Select(l => l.LaneKey).ToArray() },
                new() { Value = lanes.Select(l => l.Cursor).ToArray() },
                new() { Value = limits.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer },
                new() { Value = reads.ToArray() },
                new() { Value = lanes.Select(l => l.BatchKey).Distinct().ToArray() },
            },
        });
        var items = new List<IngestItem>?[lanes.Count];
        for (var i = 0; i < items.Length; i++)
        {
            items[i] = [];
        }

        var bytes = 0L;
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        List<DeclaredGraph> declared = [];
        if (extracted.Count > 0)
        {
            declared = await VocabularyQuery.ReadAsync(row, cancellationToken);
            await row.NextResultAsync(cancellationToken);
        }

        while (await row.ReadAsync(cancellationToken))
        {
            var lane = row.GetInt64(0) - 1;
            if (bytes < maxBytes)
            {
                var item = Read(row);
                bytes += ItemSizeEstimator.BytesOf(item);
                items[lane]!.Add(item);
            }
            else if (items[lane] is { Count: 0 })
            {
                items[lane] = null;
            }
        }

        for (var i = 0; i < items.Length; i++)
        {
            items[i] = WithoutGaps(items[i], lanes[i].Cursor);
        }

        return (items, declared);
    }

    // Omitted items come after the returned ones with this plan; no rule guarantees that it is always so.
    private static List<IngestItem>? WithoutGaps(List<IngestItem>? items, int cursor)
    {
        if (items is null or { Count: 0 })
        {
            return items;
        }

        items.Sort(static (a, b) => a.Position.CompareTo(b.Position));
        var next = 0;
        while (next < items.Count && items[next].Position == cursor + next)
        {
            next++;
        }

        items.RemoveRange(next, items.Count - next);
        return next > 0 ? items : null;
    }

    private static IngestItem Read(NpgsqlDataReader row) => new(
        row.GetInt32(1),
        row.GetInt32(2),
        row.GetGuid(3),
        row.IsDBNull(4) ? null : row.GetInt64(4),
        row.IsDBNull(5) ? DataType.Text : (DataType)row.GetInt16(5),
        row.IsDBNull(6) ? null : (RoleType)row.GetInt16(6),
        row.IsDBNull(11) ? null : row.GetString(11),
        row.IsDBNull(7) ? default : row.GetFieldValue<DateTimeOffset>(7),
        row.IsDBNull(8) ? null : row.GetString(8),
        row.GetBoolean(9),
        row.GetBoolean(10));
}
