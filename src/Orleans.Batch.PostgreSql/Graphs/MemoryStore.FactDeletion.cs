using Npgsql;
using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    private const string ProbeOnly =
        """
        SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
            set_config('enable_mergejoin', 'off', true)
        """;

    // Under the graph's lock, so that two deletions of one episode do not both find it.
    private const string TakeEpisode =
        "DELETE FROM graph_episode WHERE graph_key = $1 AND episode_uuid = $2 RETURNING number";

    private const string DeletePayload = "DELETE FROM episode_data WHERE episode_uuid = $1";

    // The edge with its repeats, or it would return at the next assertion.
    private const string DeleteEdges =
        $"""
        WITH doomed AS MATERIALIZED (SELECT * FROM fact WHERE fact_uuid = ANY($1)),
        repeats AS (DELETE FROM fact_repeat WHERE fact_uuid = ANY(ARRAY(
            SELECT r.fact_uuid FROM doomed f CROSS JOIN LATERAL (SELECT r.fact_uuid FROM fact_repeat r WHERE {FactSql.Supports}) r)))
        DELETE FROM fact WHERE fact_uuid = ANY($1)
        """;

    private const string EdgesOfNode =
        """
        SELECT fact_uuid FROM fact WHERE source_node = $1
        UNION ALL SELECT fact_uuid FROM fact WHERE target_node = $1 AND target_node <> source_node
        """;

    /// <inheritdoc/>
    public ValueTask<bool> DeleteEpisodeAsync(ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        DeleteInAsync(
            connection => FindPlaceAsync(connection, project, episodeUuid, cancellationToken),
            async (connection, graphKey) =>
            {
                var number = await connection
                    .Statement(TakeEpisode, graphKey, episodeUuid).RowAsync(r => (long?)r.GetInt64(0), cancellationToken);
                if (number is null)
                {
                    if (await FindPlaceAsync(connection, project, episodeUuid, cancellationToken) is null)
                    {
                        return false; // another deletion came first
                    }

                    throw BatchServiceException.Conflict(
                        ErrorCodes.EpisodePending,
                        $"episode {episodeUuid} is not in its graph yet; delete it once processed is true, or cancel its batch");
                }

                await AssertionRemoval.RemoveEpisodesAsync(connection, graphKey, [number.Value], cancellationToken);
                await AssertionRemoval.ForgetAsync(connection, graphKey, 2, [episodeUuid], cancellationToken);
                await connection.Statement(DeletePayload, episodeUuid).RunAsync(cancellationToken);
                return true;
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteEdgeAsync(ProjectId project, Guid edgeUuid, CancellationToken cancellationToken) =>
        DeleteInAsync(
            connection => OwnedAsync(connection, project, edgeUuid, cancellationToken),
            async (connection, graphKey) =>
            {
                var facts = await connection
                    .Statement(ResolveFact, edgeUuid).RowsAsync(r => r.GetGuid(0), cancellationToken);
                return await DeleteEdgesAsync(connection, graphKey, [.. facts.Take(1)], cancellationToken);
            },
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> DeleteNodeAsync(ProjectId project, Guid nodeUuid, CancellationToken cancellationToken) =>
        DeleteInAsync(
            connection => OwnedAsync(connection, project, nodeUuid, cancellationToken),
            async (connection, graphKey) =>
            {
                var facts = await connection
                    .Statement(EdgesOfNode, nodeUuid).Long().RowsAsync(r => r.GetGuid(0), cancellationToken);
                await DeleteEdgesAsync(connection, graphKey, facts, cancellationToken);
                await connection
                    .Statement("DELETE FROM fact_repeat WHERE source_node = $1", nodeUuid).Long().RunAsync(cancellationToken);
                await connection.Statement("DELETE FROM mention WHERE node_uuid = $1", nodeUuid).Long().RunAsync(cancellationToken);
                await AssertionRemoval.ForgetAsync(connection, graphKey, 1, [nodeUuid], cancellationToken);
                return await connection.Statement("DELETE FROM node WHERE node_uuid = $1", nodeUuid).RunAsync(cancellationToken) > 0;
            },
            cancellationToken);

    private static async ValueTask<bool> DeleteEdgesAsync(
        NpgsqlConnection connection, long graphKey, List<Guid> facts, CancellationToken cancellationToken)
    {
        var deleted = await connection.Statement(DeleteEdges, facts.ToArray()).Long().RunAsync(cancellationToken);
        await AssertionRemoval.ForgetAsync(connection, graphKey, 0, facts, cancellationToken);
        return deleted > 0;
    }

    /// <summary>
    /// Runs one transaction on a graph, locked as by a commit of items; returns false if the target does not exist.
    /// </summary>
    private ValueTask<bool> DeleteInAsync(
        Func<NpgsqlConnection, ValueTask<long?>> findGraph,
        Func<NpgsqlConnection, long, ValueTask<bool>> delete,
        CancellationToken cancellationToken) =>
        database.WriteAsync(
            async connection =>
            {
                await connection.Statement(ProbeOnly).RunAsync(cancellationToken);
                return await findGraph(connection) is { } graphKey
                    && await connection.Statement(LockGraph, graphKey).RowAsync(r => true, cancellationToken)
                    && await delete(connection, graphKey);
            },
            cancellationToken);

    private static async ValueTask<long?> OwnedAsync(
        NpgsqlConnection connection, ProjectId project, Guid id, CancellationToken cancellationToken) =>
        await connection
            .Statement(OwnsGraph, GraphBoundId.GraphKey(id), project.Value)
            .RowAsync(r => r.GetBoolean(0), cancellationToken)
            ? GraphBoundId.GraphKey(id)
            : null;

    private static ValueTask<long?> FindPlaceAsync(
        NpgsqlConnection connection, ProjectId project, Guid episodeUuid, CancellationToken cancellationToken) =>
        connection
            .Statement(SelectPlace, episodeUuid, project.Value)
            .RowAsync(r => (long?)r.GetInt64(0), cancellationToken);
}
