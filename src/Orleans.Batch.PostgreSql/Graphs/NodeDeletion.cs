using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Summaries;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Deletes a node from a graph whose graph_state row the caller holds.</summary>
internal static class NodeDeletion
{
    private const string SelectFacts =
        """
        SELECT fact_uuid FROM fact WHERE source_node = $1
        UNION ALL SELECT fact_uuid FROM fact WHERE target_node = $1 AND target_node <> source_node
        """;

    /// <summary>Deletes a node and the edges that touch it; false if the graph has no such node.</summary>
    public static async ValueTask<bool> DeleteAsync(
        NpgsqlConnection connection, GraphScope scope, Guid nodeUuid, CancellationToken cancellationToken)
    {
        var facts = await connection.Statement(SelectFacts, nodeUuid).Long().RowsAsync(r => r.GetGuid(0), cancellationToken);
        await EdgeDeletion.DeleteAsync(connection, scope, facts, cancellationToken);
        await connection.Statement("DELETE FROM fact_repeat WHERE source_node = $1", nodeUuid).Long().RunAsync(cancellationToken);
        await connection.Statement("DELETE FROM mention WHERE node_uuid = $1", nodeUuid).Long().RunAsync(cancellationToken);
        await AssertionRemoval.ForgetAsync(connection, 1, [nodeUuid], cancellationToken);
        await connection.Statement(WrittenDetails.Delete, new[] { nodeUuid }).RunAsync(cancellationToken);
        await connection.Statement(AliasRows.Delete, new[] { nodeUuid }).RunAsync(cancellationToken);
        await SummaryRemoval.ClearNodesAsync(connection, [nodeUuid], cancellationToken);

        // A user's node exists as long as the user.
        return nodeUuid == NodeId.OfUser(scope.Key)
            ? await connection.Statement("SELECT true FROM node WHERE node_uuid = $1", nodeUuid).RowAsync(r => true, cancellationToken)
            : await connection.Statement("DELETE FROM node WHERE node_uuid = $1", nodeUuid).RunAsync(cancellationToken) > 0;
    }
}
