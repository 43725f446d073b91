using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Changes to the content of a graph that is locked, as it is by a commit of items.</summary>
internal static class LockedGraph
{
    /// <summary>
    /// Locks the graph $1, and returns its key if it exists. Every commit of ingested items locks this row first: while it is
    /// held here, no lane of the graph moves.
    /// </summary>
    public const string Lock = "SELECT graph_key FROM graph_state WHERE graph_key = $1 FOR NO KEY UPDATE";

    /// <summary>Runs one transaction on a graph; returns false if there is no such graph or target.</summary>
    /// <param name="database">The database.</param>
    /// <param name="find">Finds the graph.</param>
    /// <param name="change">Changes it; returns false if the target does not exist.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static ValueTask<bool> ChangeGraphAsync(
        this Database database,
        Func<NpgsqlConnection, ValueTask<GraphScope?>> find,
        Func<NpgsqlConnection, GraphScope, ValueTask<bool>> change,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                await connection.Statement(ProbeOnly.Set).RunAsync(cancellationToken);
                return await find(connection) is { } scope
                    && await connection.Statement(Lock, scope.Key).RowAsync(r => true, cancellationToken)
                    && await change(connection, scope);
            },
            cancellationToken);
}
