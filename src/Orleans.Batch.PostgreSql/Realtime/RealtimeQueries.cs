using Npgsql;
using Orleans.Batch.Ingestion;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>Reads the heads of real-time queues, many graphs by one query.</summary>
internal static class RealtimeQueries
{
    private const string ReadHeads =
        """
        SELECT q.ordinal, i.position, i.task_uuid, i.episode_uuid, i.thread_key, i.reference_time, i.ignored,
               d.data_type, d.role, d.speaker, CASE WHEN p.extraction <> 0 THEN d.content END,
               s.epoch, p.project_key, p.extraction,
               s.graph_key IS NULL
                   OR (i.thread_key IS NOT NULL AND NOT EXISTS (SELECT FROM thread t WHERE t.thread_key = i.thread_key))
        FROM unnest($1) WITH ORDINALITY AS q(graph_key, ordinal)
        CROSS JOIN LATERAL (SELECT * FROM realtime_item WHERE graph_key = q.graph_key ORDER BY position LIMIT $2) i
        LEFT JOIN LATERAL (SELECT * FROM episode_data WHERE episode_uuid = i.episode_uuid LIMIT 1) d ON true
        LEFT JOIN LATERAL (SELECT graph_key, epoch FROM graph_state WHERE graph_key = q.graph_key LIMIT 1) s ON true
        LEFT JOIN LATERAL (SELECT project_key, extraction FROM project WHERE project_key = d.project_key LIMIT 1) p ON true
        """;

    /// <summary>What waits at the head of each graph's queue; null where nothing does. Same order as the keys.</summary>
    public static async ValueTask<RealtimeHead?[]> ReadAsync(
        NpgsqlConnection connection, IReadOnlyList<long> graphKeys, int limit, CancellationToken cancellationToken)
    {
        var rows = await connection
            .Statement(ReadHeads, graphKeys.ToArray(), limit)
            .RowsAsync(r => (Graph: (int)r.GetInt64(0) - 1, Row: Read(r)), cancellationToken);
        var heads = new RealtimeHead?[graphKeys.Count];
        foreach (var graph in rows.GroupBy(r => r.Graph, r => r.Row))
        {
            var inOrder = graph.OrderBy(r => r.Episode.Position).ToList();
            heads[graph.Key] = Head(graphKeys[graph.Key], inOrder, inOrder.Count == limit);
        }

        return heads;
    }

    private static RealtimeHead Head(long graphKey, List<Row> rows, bool hasMore)
    {
        var gone = rows.Where(r => r.Gone).Select(r => r.Episode.Position).ToArray();
        var first = rows.Find(r => !r.Gone);
        return new RealtimeHead(
            graphKey,
            gone,
            first is null ? null : new RealtimeChunk
            {
                GraphKey = graphKey,
                GraphEpoch = first.Epoch,
                ProjectKey = first.ProjectKey,
                Extraction = first.Extraction,
                Episodes = [.. rows.Where(r => !r.Gone).Select((r, i) => r.Episode with { Item = r.Episode.Item with { Position = i } })],
                HasMore = hasMore,
            });
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
            r.GetBoolean(14));
    }

    private sealed record Row(QueuedEpisode Episode, int Epoch, long ProjectKey, ExtractionMode Extraction, bool Gone);
}

/// <summary>The head of a graph's queue.</summary>
/// <param name="GraphKey">The graph.</param>
/// <param name="Gone">Positions whose graph or thread is there no more.</param>
/// <param name="Chunk">The others; null when there is none.</param>
internal sealed record RealtimeHead(long GraphKey, long[] Gone, RealtimeChunk? Chunk);
