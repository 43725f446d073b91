using Npgsql;
using Orleans.Batch.PostgreSql.Embeddings;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Summaries;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Deletes an episode from a graph whose graph_state row the caller holds.</summary>
internal static class EpisodeDeletion
{
    // Under the graph's lock, so that two deletions of one episode do not both find it.
    private const string TakeEpisode =
        "DELETE FROM graph_episode WHERE graph_key = $1 AND episode_uuid = $2 RETURNING number, thread_key";

    private const string DeletePayload = "DELETE FROM episode_data WHERE episode_uuid = $1";

    /// <summary>Deletes an episode and what it alone said; false if the graph has no such episode.</summary>
    /// <exception cref="BatchServiceException">It is not in its graph yet.</exception>
    public static async ValueTask<bool> DeleteAsync(
        NpgsqlConnection connection, ProjectId project, GraphScope scope, Guid episodeUuid, CancellationToken cancellationToken)
    {
        var (number, thread) = await connection
            .Statement(TakeEpisode, scope.Key, episodeUuid)
            .RowAsync(r => ((long?)r.GetInt64(0), r.Maybe<long>(1)), cancellationToken);
        if (number is null)
        {
            if ((await connection.FindPlaceAsync(project, episodeUuid, cancellationToken))?.Scope.Key != scope.Key)
            {
                return false; // another deletion came first, or it is of another graph
            }

            throw BatchServiceException.Conflict(
                ErrorCodes.EpisodePending,
                $"episode {episodeUuid} is not in its graph yet; delete it once processed is true, or cancel its batch");
        }

        await AssertionRemoval.RemoveEpisodesAsync(connection, scope.Key, [number.Value], cancellationToken);
        await AssertionRemoval.ForgetAsync(connection, 2, [(scope.Key, episodeUuid)], cancellationToken);
        await EmbeddingRemoval.RunAsync(connection, scope.Key, [(episodeUuid, number.Value)], cancellationToken);
        await connection.Statement(DeletePayload, episodeUuid).RunAsync(cancellationToken);
        if (thread is { } threadKey)
        {
            await SummaryRemoval.ClearThreadsAsync(connection, [(scope.Key, threadKey)], cancellationToken);
        }

        return true;
    }
}
