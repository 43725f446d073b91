using Npgsql;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Embeddings;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Summaries;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Deletes graphs, users and threads; items on their way there are canceled.</summary>
internal sealed class DestinationDeletion(Database database) : IDestinationDeletion
{
    // Comes first and excludes preparing: no lane is formed for a target that is being deleted.
    private const string BeginDeletion = $"SELECT {DestinationLock.Exclusive}, {ProbeOnly.Columns}";

    // The epoch makes a process that has read a chunk of this graph read it again: some of its items are gone.
    private const string MoveEpoch = "UPDATE graph_state SET epoch = epoch + 1 WHERE graph_key = $1";

    private const string DeleteThreadEpisodes =
        """
        WITH gone AS (DELETE FROM graph_episode WHERE thread_key = $1 RETURNING episode_uuid, number),
        payload AS (DELETE FROM episode_data d USING gone WHERE d.episode_uuid = gone.episode_uuid),
        document AS (DELETE FROM search_document d USING gone WHERE d.graph_key = $2 AND d.kind = 2 AND d.doc_uuid = gone.episode_uuid),
        removal AS (INSERT INTO episode_removal (graph_key, number) SELECT $2, number FROM gone)
        SELECT episode_uuid, number FROM gone
        """;

    private static readonly Dictionary<AddressKind, string> SelectByUuid = new()
    {
        [AddressKind.User] = "SELECT user_id, graph_key FROM memory_user WHERE project_key = $1 AND user_uuid = $2",
        [AddressKind.Thread] = "SELECT thread_id, graph_key FROM thread WHERE project_key = $1 AND thread_uuid = $2",
        [AddressKind.Graph] =
            "SELECT graph_id, graph_key FROM graph WHERE project_key = $1 AND graph_uuid = $2 AND graph_id IS NOT NULL",
    };

    // The user is locked before its threads are searched, so that a thread that is being created is among them.
    private static readonly string[] DeleteUser =
    [
        "SELECT FROM memory_user WHERE graph_key = $1 FOR UPDATE",
        "DELETE FROM thread WHERE graph_key = $1",
        "DELETE FROM memory_user WHERE graph_key = $1",
    ];

    /// <inheritdoc/>
    public ValueTask<DeletionResult> DeleteGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken) =>
        DeleteAsync(
            project,
            connection => DeleteGraphAsync(
                connection, project, GraphTarget.ForGraph(graphId), $"graph {graphId}", [], cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DeletionResult> DeleteUserAsync(ProjectId project, string userId, CancellationToken cancellationToken) =>
        DeleteAsync(
            project,
            connection => DeleteGraphAsync(
                connection, project, GraphTarget.ForUser(userId), $"user {userId}", DeleteUser, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DeletionResult> DeleteThreadAsync(ProjectId project, string threadId, CancellationToken cancellationToken) =>
        DeleteAsync(
            project,
            connection => DeleteThreadAsync(connection, project, threadId, cancellationToken),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<DeletionResult> DeleteAsync(
        ProjectId project, Guid uuid, AddressKind kind, Guid taskId, CancellationToken cancellationToken) =>
        DeleteAsync(
            project,
            connection => DeleteAsync(connection, project, uuid, kind, taskId, cancellationToken),
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

    private static async ValueTask<DeletionResult> DeleteAsync(
        NpgsqlConnection connection, ProjectId project, Guid uuid, AddressKind kind, Guid taskId, CancellationToken cancellationToken)
    {
        if (await DeletionTask.ExistsAsync(connection, project, taskId, cancellationToken))
        {
            return new DeletionResult(true, []);
        }

        var (id, graphKey) = await connection
            .Statement(SelectByUuid[kind], project.Value, uuid)
            .RowAsync(r => ((string?)r.GetString(0), r.GetInt64(1)), cancellationToken);
        if (id is null)
        {
            return DeletionResult.NotFound;
        }

        var deleted = kind switch
        {
            AddressKind.Thread => await DeleteThreadAsync(connection, project, id, cancellationToken),
            AddressKind.User => await DeleteGraphAsync(
                connection, project, GraphTarget.ForUser(id), $"user {id}", DeleteUser, cancellationToken),
            _ => await DeleteGraphAsync(connection, project, GraphTarget.ForGraph(id), $"graph {id}", [], cancellationToken),
        };
        await DeletionTask.RecordAsync(connection, project, taskId, kind, graphKey, cancellationToken);
        return deleted;
    }

    private static async ValueTask<DeletionResult> DeleteThreadAsync(
        NpgsqlConnection connection, ProjectId project, string threadId, CancellationToken cancellationToken)
    {
        var (threadKey, graphKey) = await connection
            .Statement(
                "SELECT thread_key, graph_key FROM thread WHERE project_key = $1 AND thread_id = $2",
                project.Value, threadId)
            .RowAsync(r => (r.GetInt64(0), r.GetInt64(1)), cancellationToken);
        if (threadKey == 0)
        {
            return DeletionResult.NotFound;
        }

        await connection.Statement(MoveEpoch, graphKey).RunAsync(cancellationToken);
        var batches = await LaneCancellation.CancelThreadAsync(
            connection, graphKey, threadKey, $"thread {threadId}", cancellationToken);
        await RealtimeCancellation.CancelThreadAsync(connection, threadKey, $"thread {threadId}", cancellationToken);
        var gone = await connection
            .Statement(DeleteThreadEpisodes, threadKey, graphKey).Long().RowsAsync(r => (r.GetGuid(0), r.GetInt64(1)), cancellationToken);
        await EmbeddingRemoval.RunAsync(connection, graphKey, gone, cancellationToken);

        // The assertions of most threads are deleted at once; of longer ones the rest follows in small steps.
        await EpisodeRemoval.RemoveAsync(connection, graphKey, cancellationToken);
        await SummaryRemoval.DeleteThreadAsync(connection, graphKey, threadKey, $"thread {threadId}", cancellationToken);
        await connection.Statement("DELETE FROM thread WHERE thread_key = $1", threadKey).RunAsync(cancellationToken);
        return new DeletionResult(true, batches);
    }

    private static async ValueTask<DeletionResult> DeleteGraphAsync(
        NpgsqlConnection connection, ProjectId project, GraphTarget target, string what, string[] owners, CancellationToken cancellationToken)
    {
        if (await connection.FindGraphAsync(project, target, cancellationToken) is not { Key: var graphKey })
        {
            return DeletionResult.NotFound;
        }

        await connection.Statement(LockedGraph.Lock, graphKey).RunAsync(cancellationToken);
        var batches = await LaneCancellation.CancelGraphAsync(connection, graphKey, what, cancellationToken);
        await RealtimeCancellation.CancelGraphAsync(connection, graphKey, what, cancellationToken);
        await SummaryRemoval.EndGraphAsync(connection, graphKey, what, cancellationToken);
        await connection.Statement("DELETE FROM graph_state WHERE graph_key = $1", graphKey).RunAsync(cancellationToken);
        foreach (var owner in owners)
        {
            await connection.Statement(owner, graphKey).RunAsync(cancellationToken);
        }

        await connection.Statement("DELETE FROM graph WHERE graph_key = $1", graphKey).RunAsync(cancellationToken);
        await connection.Statement("INSERT INTO graph_purge (graph_key) VALUES ($1)", graphKey).RunAsync(cancellationToken);
        return new DeletionResult(true, batches);
    }
}
