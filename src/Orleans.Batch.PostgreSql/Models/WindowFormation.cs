using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>Divides the stored items of a batch's next lanes into windows.</summary>
internal static class WindowFormation
{
    // Keeps a step under a second; one lane is never divided.
    private const int ItemsPerStep = 5_000;
    private const int LanesPerStep = 500;

    private const string Take =
        $"""
        SELECT windows_after, lane_count, ignore_roles, project_key, replaces FROM batch
        WHERE batch_key = $1 AND status = {Stored.BatchStatus.Processing} FOR NO KEY UPDATE
        """;

    private const string NextLanes =
        """
        SELECT lane_key, graph_key, total FROM lane
        WHERE lane_key > $2 AND lane_key >= ($1 << 20) AND lane_key < (($1 + 1) << 20) ORDER BY lane_key LIMIT $3
        """;

    // Without those that were deleted, or extracted otherwise unless they are to be extracted again, and those whose role is ignored.
    private const string Episodes =
        $"""
        SELECT i.lane_key, i.thread_key, i.episode_uuid, octet_length(d.content)
        FROM unnest($1, $2) AS l(lane_key, graph_key)
        CROSS JOIN LATERAL (SELECT * FROM lane_item WHERE lane_key = l.lane_key) i
        CROSS JOIN LATERAL (SELECT FROM graph_episode
                            WHERE graph_key = l.graph_key AND episode_uuid = i.episode_uuid
                              AND ($4 OR extraction = {Stored.ExtractionMode.StoreOnly}) LIMIT 1) e
        CROSS JOIN LATERAL (SELECT role, content FROM episode_data WHERE episode_uuid = i.episode_uuid LIMIT 1) d
        WHERE (d.role = ANY($3)) IS NOT TRUE
        ORDER BY i.lane_key, i.thread_key NULLS FIRST, i.position
        """;

    private const string Finish =
        """
        WITH succeeded AS (
            SELECT count(*)::int AS items FROM unnest($3) AS l(lane_key)
            CROSS JOIN LATERAL (SELECT * FROM lane_item WHERE lane_key = l.lane_key) i
            WHERE NOT EXISTS (SELECT FROM item_outcome WHERE batch_key = i.batch_key AND sequence = i.sequence)),
        progress AS (
            INSERT INTO batch_progress AS p (batch_key, slot, extracted) SELECT $1, 0, items - $5 FROM succeeded
            ON CONFLICT (batch_key, slot) DO UPDATE SET extracted = p.extracted + excluded.extracted)
        UPDATE batch SET windows_after = $2, windows = windows + $4 WHERE batch_key = $1
        """;

    /// <returns>Whether all lanes of the batch are done.</returns>
    public static async ValueTask<bool> RunAsync(
        NpgsqlConnection connection, long batchKey, WindowOptions options, CancellationToken cancellationToken)
    {
        var batch = await connection.Statement(Take, batchKey).RowAsync(
            r => (After: r.GetInt64(0), Lanes: r.GetInt32(1), Ignored: r.IsDBNull(2) ? [] : r.GetFieldValue<short[]>(2), Project: r.GetInt64(3), Replaces: r.GetBoolean(4)),
            cancellationToken);
        var lanes = await NextLanesAsync(connection, batchKey, batch.After, cancellationToken);
        if (lanes.Count == 0)
        {
            return true;
        }

        var windows = await DivideAsync(connection, lanes, (batch.Ignored, batch.Replaces), options, cancellationToken);
        await CopyAsync(connection, windows, batch.Project, batchKey, cancellationToken);
        var last = lanes[^1].Lane;
        await connection.Statement(
            Finish,
            batchKey,
            last,
            lanes.Select(l => l.Lane).ToArray(),
            windows.Count,
            windows.Sum(w => w.Episodes.Count)).Long().RunAsync(cancellationToken);
        return last >= (batchKey << 20) + batch.Lanes - 1;
    }

    private static async ValueTask<List<(long Lane, long Graph)>> NextLanesAsync(
        NpgsqlConnection connection, long batchKey, long after, CancellationToken cancellationToken)
    {
        var lanes = await connection
            .Statement(NextLanes, batchKey, after, LanesPerStep)
            .RowsAsync(r => (Lane: r.GetInt64(0), Graph: r.GetInt64(1), Items: r.GetInt32(2)), cancellationToken);
        var items = 0;
        return [.. lanes.TakeWhile(l => (items += l.Items) - l.Items < ItemsPerStep).Select(l => (l.Lane, l.Graph))];
    }

    private static async ValueTask<List<(long Graph, IReadOnlyList<StoredEpisode> Episodes)>> DivideAsync(
        NpgsqlConnection connection,
        List<(long Lane, long Graph)> lanes,
        (short[] Ignored, bool Replaces) batch,
        WindowOptions options,
        CancellationToken cancellationToken)
    {
        var episodes = await connection
            .Statement(Episodes, lanes.Select(l => l.Lane).ToArray(), lanes.Select(l => l.Graph).ToArray(), batch.Ignored, batch.Replaces)
            .Long()
            .RowsAsync(
                r => (Lane: r.GetInt64(0), Thread: r.Maybe<long>(1), Episode: new StoredEpisode(r.GetGuid(2), r.GetInt32(3))),
                cancellationToken);
        var graphs = lanes.ToDictionary(l => l.Lane, l => l.Graph);
        return
        [
            .. episodes.GroupBy(e => (e.Lane, e.Thread)).SelectMany(
                group => WindowDivision.Divide(group.Select(e => e.Episode), options.ToSize()).Select(w => (graphs[group.Key.Lane], w))),
        ];
    }

    private static async ValueTask CopyAsync(
        NpgsqlConnection connection,
        List<(long Graph, IReadOnlyList<StoredEpisode> Episodes)> windows,
        long project,
        long batchKey,
        CancellationToken cancellationToken)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "COPY model_window (graph_key, project_key, batch_key, episodes) FROM STDIN (FORMAT BINARY)", cancellationToken);
        foreach (var (graph, episodes) in windows)
        {
            await copy.StartRowAsync(cancellationToken);
            await copy.WriteAsync(graph, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(project, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(batchKey, NpgsqlDbType.Bigint, cancellationToken);
            await copy.WriteAsync(episodes.Select(e => e.EpisodeUuid).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Uuid, cancellationToken);
        }

        await copy.CompleteAsync(cancellationToken);
    }
}
