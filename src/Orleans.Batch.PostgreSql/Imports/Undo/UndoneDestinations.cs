using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Summaries;

namespace Orleans.Batch.PostgreSql.Imports.Undo;

/// <summary>
/// Removes the destinations that an import created and that nothing else uses: without episodes, items on their way, threads, a
/// declaration or instructions of their own, and unchanged since they were created.
/// </summary>
internal static class UndoneDestinations
{
    // A call that names one of them as its own takes the row away first, and waits for this (DestinationAdoption).
    private const string Next =
        "SELECT destination_key FROM import_destination WHERE import_key = $1 AND kind = $2 ORDER BY destination_key LIMIT $3 FOR UPDATE";

    private const string Done = "DELETE FROM import_destination WHERE import_key = $1 AND kind = $2 AND destination_key = ANY($3)";

    // No batch is prepared meanwhile.
    private const string Begin = $"SELECT {DestinationLock.Exclusive}, {ProbeOnly.Columns}";

    private const string GraphsOfThreads = "SELECT DISTINCT graph_key FROM thread WHERE thread_key = ANY($1)";

    private const string LockUsers = "SELECT FROM memory_user WHERE graph_key = ANY($1) ORDER BY user_id FOR UPDATE";

    private const string LockGraphs = "SELECT FROM graph WHERE graph_key = ANY($1) ORDER BY graph_key FOR UPDATE";

    // Live writes are accepted in one statement, without a lock on their destination. One that is under way ends first; one that comes
    // later waits, and finds the destination as it is then.
    private const string HoldLiveWrites = "LOCK TABLE realtime_item IN SHARE MODE";

    private const string IsBare =
        $"""
        NOT EXISTS (SELECT FROM realtime_item WHERE graph_key = d.graph_key)
        AND NOT EXISTS (SELECT FROM lane WHERE graph_key = d.graph_key AND state = {Stored.LaneState.Open})
        AND NOT EXISTS (SELECT FROM graph_episode WHERE graph_key = d.graph_key)
        AND NOT EXISTS (SELECT FROM ontology WHERE project_key = $2 AND graph_key = d.graph_key)
        AND NOT EXISTS (SELECT FROM instruction WHERE graph_key = d.graph_key AND graph_key <> 0)
        AND d.updated_at = d.created_at
        """;

    private const string UnusedThreads =
        $"""
        SELECT d.thread_key, d.graph_key, d.thread_id
        FROM unnest($1::bigint[]) w(key) CROSS JOIN LATERAL (SELECT * FROM thread WHERE thread_key = w.key LIMIT 1) d
        WHERE d.project_key = $2 AND NOT EXISTS (SELECT FROM graph_episode WHERE thread_key = d.thread_key)
        AND NOT EXISTS (SELECT FROM realtime_item WHERE thread_key = d.thread_key)
        AND NOT EXISTS (
            SELECT FROM lane l JOIN lane_item i ON i.lane_key = l.lane_key AND i.position >= l.cursor
            WHERE l.graph_key = d.graph_key AND l.state = {Stored.LaneState.Open} AND i.thread_key = d.thread_key)
        """;

    // A caller can write about the node of a user without an episode: $3 the nodes.
    private const string UnusedUsers =
        $"""
        SELECT d.graph_key, d.graph_key, d.user_id
        FROM unnest($1::bigint[], $3::uuid[]) w(key, node_uuid)
        CROSS JOIN LATERAL (SELECT * FROM memory_user WHERE graph_key = w.key LIMIT 1) d
        WHERE {IsBare} AND NOT EXISTS (SELECT FROM thread WHERE user_key = d.user_key)
        AND NOT EXISTS (SELECT FROM written_detail WHERE object_uuid = w.node_uuid)
        AND NOT EXISTS (SELECT FROM node WHERE node_uuid = w.node_uuid AND (renamed OR relabeled))
        """;

    private const string UnusedGraphs =
        $"""
        SELECT d.graph_key, d.graph_key, d.graph_id
        FROM unnest($1::bigint[]) w(key) CROSS JOIN LATERAL (SELECT * FROM graph WHERE graph_key = w.key LIMIT 1) d
        WHERE {IsBare}
        """;

    // Of the ids $4, those that items of other batches name, which are not prepared yet: drafts of the import itself come to nothing. It
    // reads all items of such batches.
    private const string Named =
        $"""
        SELECT DISTINCT i.destination_id FROM batch b JOIN batch_item i USING (batch_key)
        WHERE b.project_key = $1 AND b.status IN ({Stored.BatchStatus.Draft}, {Stored.BatchStatus.Queued})
          AND b.import_key IS DISTINCT FROM $2 AND i.destination_kind = $3 AND i.destination_id = ANY($4)
        """;

    private static readonly Dictionary<DestinationKind, string> Ids = new()
    {
        [DestinationKind.Thread] = "SELECT thread_id FROM thread WHERE thread_key = ANY($1)",
        [DestinationKind.User] = "SELECT user_id FROM memory_user WHERE graph_key = ANY($1)",
        [DestinationKind.Graph] = "SELECT graph_id FROM graph WHERE graph_key = ANY($1)",
    };

    private const string WithSummary = "SELECT thread_key FROM summary WHERE graph_key = ANY($1) AND thread_key = ANY($2)";

    private static readonly string[] DeleteGraphs =
    [
        "DELETE FROM graph_state WHERE graph_key = ANY($1)",
        "DELETE FROM memory_user WHERE graph_key = ANY($1)",
        "DELETE FROM graph WHERE graph_key = ANY($1)",
        "INSERT INTO graph_purge (graph_key) SELECT unnest($1)",
    ];

    /// <summary>Removes some of one kind.</summary>
    /// <param name="connection">The transaction.</param>
    /// <param name="importKey">The import.</param>
    /// <param name="project">The key of the project.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="most">How many at most: live writes wait meanwhile.</param>
    /// <param name="cancellationToken">Cancels the statements.</param>
    /// <returns>How many were removed; null when none is left to look at.</returns>
    public static async ValueTask<int?> StepAsync(
        NpgsqlConnection connection, long importKey, long project, DestinationKind kind, int most, CancellationToken cancellationToken)
    {
        long[] keys =
        [
            .. await connection
                .Statement(Next, importKey, (short)kind, (long)most).RowsAsync(r => r.GetInt64(0), cancellationToken),
        ];
        if (keys.Length == 0)
        {
            return null;
        }

        // Before the locks, because it may take long, and they do not keep items from being added.
        var named = await FindNamedAsync(connection, importKey, project, kind, keys, cancellationToken);
        await connection.Statement(Begin, project).RunAsync(cancellationToken);
        await LockAsync(connection, kind, keys, cancellationToken);
        var unused = await FindUnusedAsync(connection, project, kind, keys, cancellationToken);
        unused.RemoveAll(u => named.Contains(u.Id));
        if (kind == DestinationKind.Thread)
        {
            await RemoveThreadsAsync(connection, unused, cancellationToken);
        }
        else
        {
            long[] graphs = [.. unused.Select(u => u.GraphKey)];
            foreach (var delete in DeleteGraphs)
            {
                await connection.Statement(delete, graphs).RunAsync(cancellationToken);
            }
        }

        await connection.Statement(Done, importKey, (short)kind, keys).RunAsync(cancellationToken);
        return unused.Count;
    }

    private static async ValueTask<HashSet<string>> FindNamedAsync(
        NpgsqlConnection connection, long importKey, long project, DestinationKind kind, long[] keys, CancellationToken cancellationToken)
    {
        var ids = await connection.Statement(Ids[kind], keys).RowsAsync(r => r.GetString(0), cancellationToken);
        var named = await connection
            .Statement(Named, project, importKey, (short)kind, ids.ToArray()).Long().RowsAsync(r => r.GetString(0), cancellationToken);
        return named.ToHashSet(StringComparer.Ordinal);
    }

    private static async ValueTask<List<(long Key, long GraphKey, string Id)>> FindUnusedAsync(
        NpgsqlConnection connection, long project, DestinationKind kind, long[] keys, CancellationToken cancellationToken)
    {
        var find = kind switch
        {
            DestinationKind.Thread => connection.Statement(UnusedThreads, keys, project),
            DestinationKind.User => connection.Statement(UnusedUsers, keys, project, Array.ConvertAll(keys, NodeId.OfUser)),
            _ => connection.Statement(UnusedGraphs, keys, project),
        };
        return await find.RowsAsync(r => (r.GetInt64(0), r.GetInt64(1), r.GetString(2)), cancellationToken);
    }

    // In the order of every writer: graphs, by key, and then what hangs on them.
    private static async ValueTask LockAsync(
        NpgsqlConnection connection, DestinationKind kind, long[] keys, CancellationToken cancellationToken)
    {
        var graphs = kind == DestinationKind.Thread
            ? [.. await connection.Statement(GraphsOfThreads, keys).RowsAsync(r => r.GetInt64(0), cancellationToken)]
            : keys;
        await GraphRows.LockAsync(connection, graphs, cancellationToken);
        if (kind == DestinationKind.User)
        {
            await connection.Statement(LockUsers, keys).RunAsync(cancellationToken);
        }

        if (kind != DestinationKind.Thread)
        {
            await connection.Statement(LockGraphs, keys).RunAsync(cancellationToken);
        }

        await connection.Statement(HoldLiveWrites).RunAsync(cancellationToken);
    }

    private static async ValueTask RemoveThreadsAsync(
        NpgsqlConnection connection, List<(long Key, long GraphKey, string Id)> threads, CancellationToken cancellationToken)
    {
        long[] keys = [.. threads.Select(t => t.Key)];
        var summarized = await connection
            .Statement(WithSummary, threads.Select(t => t.GraphKey).Distinct().ToArray(), keys)
            .RowsAsync(r => r.GetInt64(0), cancellationToken);
        foreach (var (key, graphKey, id) in threads.Where(t => summarized.Contains(t.Key)))
        {
            await SummaryRemoval.DeleteThreadAsync(connection, graphKey, key, $"thread {id}", cancellationToken);
        }

        await connection.Statement("DELETE FROM thread WHERE thread_key = ANY($1)", keys).RunAsync(cancellationToken);
    }
}
