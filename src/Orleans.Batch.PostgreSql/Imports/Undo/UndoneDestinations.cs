using Npgsql;
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
    private const int PerStep = 500;

    private const string Next =
        "SELECT destination_key FROM import_destination WHERE import_key = $1 AND kind = $2 ORDER BY destination_key LIMIT $3";

    private const string Done = "DELETE FROM import_destination WHERE import_key = $1 AND kind = $2 AND destination_key = ANY($3)";

    // No batch is prepared meanwhile.
    private const string Begin = $"SELECT {DestinationLock.Exclusive}, {ProbeOnly.Columns}";

    // Of a thread, its graph is locked: no message of it is accepted meanwhile.
    private const string GraphsOfThreads = "SELECT DISTINCT graph_key FROM thread WHERE thread_key = ANY($1)";

    private const string LockUsers = "SELECT FROM memory_user WHERE graph_key = ANY($1) ORDER BY user_id FOR UPDATE";

    private const string LockGraphs = "SELECT FROM graph WHERE graph_key = ANY($1) ORDER BY graph_key FOR UPDATE";

    private const string IsIdle =
        $"""
        NOT EXISTS (SELECT FROM realtime_item WHERE graph_key = d.graph_key)
        AND NOT EXISTS (SELECT FROM lane WHERE graph_key = d.graph_key AND state = {Stored.LaneState.Open})
        """;

    private const string IsBare =
        $"""
        {IsIdle}
        AND NOT EXISTS (SELECT FROM graph_episode WHERE graph_key = d.graph_key)
        AND NOT EXISTS (SELECT FROM ontology WHERE project_key = $2 AND graph_key = d.graph_key)
        AND NOT EXISTS (SELECT FROM instruction WHERE graph_key = d.graph_key AND graph_key <> 0)
        AND d.updated_at = d.created_at
        """;

    private const string UnusedThreads =
        $"""
        SELECT d.thread_key, d.graph_key, d.thread_id
        FROM unnest($1::bigint[]) w(key) CROSS JOIN LATERAL (SELECT * FROM thread WHERE thread_key = w.key LIMIT 1) d
        WHERE {IsIdle} AND NOT EXISTS (SELECT FROM graph_episode WHERE thread_key = d.thread_key) AND d.project_key = $2
        """;

    private const string UnusedUsers =
        $"""
        SELECT d.graph_key, d.graph_key, d.user_id
        FROM unnest($1::bigint[]) w(key) CROSS JOIN LATERAL (SELECT * FROM memory_user WHERE graph_key = w.key LIMIT 1) d
        WHERE {IsBare} AND NOT EXISTS (SELECT FROM thread WHERE user_key = d.user_key)
        """;

    private const string UnusedGraphs =
        $"""
        SELECT d.graph_key, d.graph_key, d.graph_id
        FROM unnest($1::bigint[]) w(key) CROSS JOIN LATERAL (SELECT * FROM graph WHERE graph_key = w.key LIMIT 1) d
        WHERE {IsBare}
        """;

    // Those that items of other batches name, which are not prepared yet: drafts of the import itself come to nothing.
    private const string Named =
        $"""
        SELECT DISTINCT i.destination_id FROM batch b JOIN batch_item i USING (batch_key)
        WHERE b.project_key = $1 AND b.status IN ({Stored.BatchStatus.Draft}, {Stored.BatchStatus.Queued})
          AND b.import_key IS DISTINCT FROM $2 AND i.destination_kind = $3 AND i.destination_id = ANY($4)
        """;

    private const string WithSummary = "SELECT thread_key FROM summary WHERE graph_key = ANY($1) AND thread_key = ANY($2)";

    private static readonly string[] DeleteGraphs =
    [
        "DELETE FROM graph_state WHERE graph_key = ANY($1)",
        "DELETE FROM memory_user WHERE graph_key = ANY($1)",
        "DELETE FROM graph WHERE graph_key = ANY($1)",
        "INSERT INTO graph_purge (graph_key) SELECT unnest($1)",
    ];

    /// <summary>Removes some of one kind.</summary>
    /// <returns>How many were removed; null when none is left to look at.</returns>
    public static async ValueTask<int?> StepAsync(
        NpgsqlConnection connection, long importKey, long project, DestinationKind kind, CancellationToken cancellationToken)
    {
        await connection.Statement(Begin, project).RunAsync(cancellationToken);
        long[] keys =
        [
            .. await connection
                .Statement(Next, importKey, (short)kind, (long)PerStep).RowsAsync(r => r.GetInt64(0), cancellationToken),
        ];
        if (keys.Length == 0)
        {
            return null;
        }

        await LockAsync(connection, kind, keys, cancellationToken);
        var unused = await connection
            .Statement(Unused(kind), keys, project)
            .RowsAsync(r => (Key: r.GetInt64(0), GraphKey: r.GetInt64(1), Id: r.GetString(2)), cancellationToken);
        var named = (await connection
            .Statement(Named, project, importKey, (short)kind, unused.ConvertAll(u => u.Id).ToArray()).Long()
            .RowsAsync(r => r.GetString(0), cancellationToken)).ToHashSet(StringComparer.Ordinal);
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

    private static string Unused(DestinationKind kind) => kind switch
    {
        DestinationKind.Thread => UnusedThreads,
        DestinationKind.User => UnusedUsers,
        _ => UnusedGraphs,
    };
}
