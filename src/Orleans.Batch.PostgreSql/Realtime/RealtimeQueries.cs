using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.InFlight;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>Reads the heads of real-time queues, many graphs by one query.</summary>
internal static class RealtimeQueries
{
    // The last columns: whether in-flight episodes must be recorded, and whether they are suspect; see InFlightMarkers.
    private const string ReadHeads =
        """
        SELECT q.ordinal, i.position, i.task_uuid, i.episode_uuid, i.thread_key, i.reference_time, i.ignored,
               d.data_type, d.role, d.speaker, CASE WHEN p.extraction = ANY ($3) THEN d.content END,
               s.epoch, p.project_key, p.extraction,
               s.graph_key IS NULL
                   OR (i.thread_key IS NOT NULL AND NOT EXISTS (SELECT FROM thread t WHERE t.thread_key = i.thread_key)),
               (SELECT unclean_ends > 0 AND unclean_at > sql_now() - interval '1 day' FROM ingest_state),
               CASE WHEN (SELECT EXISTS (SELECT FROM suspect_graph))
                    THEN (SELECT u.adoptions FROM suspect_graph u WHERE u.graph_key = q.graph_key) END,
               CASE WHEN (SELECT EXISTS (SELECT FROM suspect_graph))
                    THEN (SELECT u.until_position FROM suspect_graph u WHERE u.graph_key = q.graph_key) END
        FROM unnest($1) WITH ORDINALITY AS q(graph_key, ordinal)
        CROSS JOIN LATERAL (SELECT * FROM realtime_item WHERE graph_key = q.graph_key ORDER BY position LIMIT $2) i
        LEFT JOIN LATERAL (SELECT * FROM episode_data WHERE episode_uuid = i.episode_uuid LIMIT 1) d ON true
        LEFT JOIN LATERAL (SELECT graph_key, epoch FROM graph_state WHERE graph_key = q.graph_key LIMIT 1) s ON true
        LEFT JOIN LATERAL (SELECT project_key, extraction FROM project WHERE project_key = d.project_key LIMIT 1) p ON true
        """;

    /// <summary>
    /// The head of each graph's queue; null if it is empty. In the order of the keys. Once the heads reach a total size in
    /// bytes, only one episode per graph is read of the rest.
    /// </summary>
    public static async ValueTask<RealtimeHead?[]> ReadAsync(
        NpgsqlConnection connection,
        IReadOnlyList<long> graphKeys,
        int limit,
        IReadOnlySet<ExtractionMode> contentModes,
        long maxBytes,
        CancellationToken cancellationToken)
    {
        var rows = new List<Row>?[graphKeys.Count];
        var leftOut = new long?[graphKeys.Count];
        var bytes = 0L;
        await using (var statement = connection.Statement(ReadHeads, graphKeys.ToArray(), limit, contentModes.Select(m => (short)m).ToArray()))
        await using (var row = await statement.ExecuteReaderAsync(cancellationToken))
        {
            while (await row.ReadAsync(cancellationToken))
            {
                var graph = (int)row.GetInt64(0) - 1;
                if (rows[graph] is null || bytes < maxBytes)
                {
                    var read = Read(row);
                    bytes += ItemSizeEstimator.BytesOf(read.Episode.Item);
                    (rows[graph] ??= []).Add(read);
                }
                else
                {
                    leftOut[graph] = Math.Min(leftOut[graph] ?? long.MaxValue, row.GetInt64(1));
                }
            }
        }

        return [.. rows.Select((r, graph) => r is null ? null : Head(graphKeys[graph], r, leftOut[graph], limit))];
    }

    private static RealtimeHead Head(long graphKey, List<Row> rows, long? leftOut, int limit)
    {
        // Omitted items come after the returned ones with this plan; no rule guarantees that it is always so.
        var inOrder = rows.Where(r => !(r.Episode.Position > leftOut)).OrderBy(r => r.Episode.Position).ToList();
        return Head(graphKey, inOrder, leftOut is not null || inOrder.Count == limit);
    }

    private static RealtimeHead Head(long graphKey, List<Row> rows, bool hasMore)
    {
        var gone = rows.Where(r => r.Gone).Select(r => r.Episode.Position).ToArray();
        var there = rows.Where(r => !r.Gone).ToList();
        if (there.Count == 0)
        {
            return new RealtimeHead(graphKey, gone, null);
        }

        var first = there[0];
        var suspicion = CrashSuspect.GetLevel(first.CrashSuspect, first.Episode.Position);
        var taken = suspicion == SuspicionLevel.None ? there.Count : 1;
        return new RealtimeHead(
            graphKey,
            gone,
            new RealtimeChunk
            {
                GraphKey = graphKey,
                GraphEpoch = first.Epoch,
                ProjectKey = first.ProjectKey,
                Extraction = first.Extraction,
                Vocabulary = GraphVocabulary.Empty,
                Episodes = [.. there.Take(taken).Select((r, i) => r.Episode with { Item = r.Episode.Item with { Position = i } })],
                HasMore = hasMore || taken < there.Count,
            })
        {
            SuspicionLevel = suspicion,
            Watched = first.Watched,
        };
    }

    private static Row Read(NpgsqlDataReader r)
    {
        var task = r.GetGuid(2);
        var item = new IngestItem(
            Position: 0,
            Sequence: 0,
            r.GetGuid(3),
            r.Maybe<long>(4),
            (DataType)(r.Maybe<short>(7) ?? 0),
            (RoleType?)r.Maybe<short>(8),
            r.Text(9),
            r.Instant(5),
            r.Text(10),
            HasOutcome: false,
            HasPayload: !r.IsDBNull(7))
        {
            Ignored = r.GetBoolean(6),
        };
        return new Row(
            new QueuedEpisode(r.GetInt64(1), task, EpisodeIds.TimeOf(task), item),
            r.Maybe<int>(11) ?? 0,
            r.Maybe<long>(12) ?? 0,
            (ExtractionMode)(r.Maybe<short>(13) ?? 0),
            r.GetBoolean(14),
            r.GetBoolean(15),
            r.IsDBNull(16) ? null : new CrashSuspect(r.GetInt32(16), r.GetInt64(17)));
    }

    private sealed record Row(QueuedEpisode Episode, int Epoch, long ProjectKey, ExtractionMode Extraction, bool Gone, bool Watched, CrashSuspect? CrashSuspect);
}

/// <summary>The head of a graph's queue.</summary>
/// <param name="GraphKey">The graph.</param>
/// <param name="Gone">Positions whose graph or thread no longer exists.</param>
/// <param name="Chunk">The others; null if there are none.</param>
internal sealed record RealtimeHead(long GraphKey, long[] Gone, RealtimeChunk? Chunk)
{
    /// <summary>How carefully the chunk must be run.</summary>
    public SuspicionLevel SuspicionLevel { get; init; }

    /// <summary>Whether it must be recorded first.</summary>
    public bool Watched { get; init; }

    /// <summary>The chunk's share of the memory for live episodes.</summary>
    public WorkShare? Bytes { get; init; }
}
