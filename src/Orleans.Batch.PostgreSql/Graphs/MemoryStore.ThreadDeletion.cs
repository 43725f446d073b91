using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Realtime;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    // The epoch makes a process that has read a chunk of this graph read it again: some of its items are gone.
    private const string MoveEpoch = "UPDATE graph_state SET epoch = epoch + 1 WHERE graph_key = $1";

    private const string DeleteThreadEpisodes =
        """
        WITH gone AS (DELETE FROM graph_episode WHERE thread_key = $1 RETURNING episode_uuid, number),
        payload AS (DELETE FROM episode_data d USING gone WHERE d.episode_uuid = gone.episode_uuid),
        document AS (DELETE FROM search_document d USING gone WHERE d.graph_key = $2 AND d.kind = 2 AND d.doc_uuid = gone.episode_uuid)
        INSERT INTO episode_removal (graph_key, number) SELECT $2, number FROM gone
        """;

    /// <inheritdoc/>
    public ValueTask<DeletionResult> DeleteThreadAsync(ProjectId project, string threadId, CancellationToken cancellationToken) =>
        DeleteAsync(
            project,
            async connection =>
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
                await connection.Statement(DeleteThreadEpisodes, threadKey, graphKey).Long().RunAsync(cancellationToken);

                // The assertions of most threads are deleted at once; of longer ones the rest follows in small steps.
                await RemoveQueuedAsync(connection, graphKey, cancellationToken);
                await connection.Statement("DELETE FROM thread WHERE thread_key = $1", threadKey).RunAsync(cancellationToken);
                return new DeletionResult(true, batches);
            },
            cancellationToken);
}
