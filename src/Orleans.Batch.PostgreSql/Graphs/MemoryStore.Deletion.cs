using Npgsql;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Realtime;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    // Comes first and excludes preparing: no lane is formed for a target that is being deleted. Then as in ingestion: few rows
    // are joined to huge tables, and an index probe per row is right, independent of the statistics.
    private const string BeginDeletion =
        $"""
        SELECT {DestinationLock.Exclusive}, set_config('enable_seqscan', 'off', true),
            set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)
        """;

    // Every commit of ingested items locks this row first: while it is held here, no lane of the graph moves.
    private const string LockGraph = "SELECT graph_key FROM graph_state WHERE graph_key = $1 FOR NO KEY UPDATE";

    /// <inheritdoc/>
    public ValueTask<DeletionResult> DeleteGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken) =>
        DeleteAsync(
            project,
            async connection =>
            {
                var graphKey = await connection
                    .Statement("SELECT graph_key FROM graph WHERE project_key = $1 AND graph_id = $2", project.Value, graphId)
                    .RowAsync(r => (long?)r.GetInt64(0), cancellationToken);
                return graphKey is { } key
                    ? new DeletionResult(true, await RemoveGraphAsync(connection, key, $"graph {graphId}", [], cancellationToken))
                    : DeletionResult.NotFound;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DeletionResult> DeleteUserAsync(ProjectId project, string userId, CancellationToken cancellationToken) =>
        DeleteAsync(
            project,
            async connection =>
            {
                var graphKey = await connection
                    .Statement("SELECT graph_key FROM memory_user WHERE project_key = $1 AND user_id = $2", project.Value, userId)
                    .RowAsync(r => (long?)r.GetInt64(0), cancellationToken);
                return graphKey is { } key
                    ? new DeletionResult(true, await RemoveGraphAsync(
                        connection,
                        key,
                        $"user {userId}",
                        [
                            // Before its threads are searched, so that a thread that is being created is among them.
                            "SELECT FROM memory_user WHERE graph_key = $1 FOR UPDATE",
                            "DELETE FROM thread WHERE graph_key = $1",
                            "DELETE FROM memory_user WHERE graph_key = $1",
                        ],
                        cancellationToken))
                    : DeletionResult.NotFound;
            },
            cancellationToken);

    private ValueTask<DeletionResult> DeleteAsync(
        ProjectId project, Func<NpgsqlConnection, ValueTask<DeletionResult>> delete, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                await connection.Statement(BeginDeletion, project.Value).RunAsync(cancellationToken);
                return await delete(connection);
            },
            cancellationToken);

    private static async ValueTask<List<long>> RemoveGraphAsync(
        NpgsqlConnection connection, long graphKey, string what, string[] owners, CancellationToken cancellationToken)
    {
        await connection.Statement(LockGraph, graphKey).RunAsync(cancellationToken);
        var batches = await LaneCancellation.CancelGraphAsync(connection, graphKey, what, cancellationToken);
        await RealtimeCancellation.CancelGraphAsync(connection, graphKey, what, cancellationToken);
        await connection.Statement("DELETE FROM graph_state WHERE graph_key = $1", graphKey).RunAsync(cancellationToken);
        foreach (var owner in owners)
        {
            await connection.Statement(owner, graphKey).RunAsync(cancellationToken);
        }

        await connection.Statement("DELETE FROM graph WHERE graph_key = $1", graphKey).RunAsync(cancellationToken);
        await connection.Statement("INSERT INTO graph_purge (graph_key) VALUES ($1)", graphKey).RunAsync(cancellationToken);
        return batches;
    }
}
