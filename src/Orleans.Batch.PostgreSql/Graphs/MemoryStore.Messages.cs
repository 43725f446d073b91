using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    private const string CountMessages = "SELECT count(*) FROM graph_episode WHERE thread_key = $1";

    /// <inheritdoc/>
    public ValueTask<ThreadMessages?> FindMessagesAsync(
        ProjectId project, string threadId, MessageQuery query, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var connection = await database.Requests.OpenConnectionAsync(cancellationToken);
            var (thread, key) = await FindThreadAsync(connection, project, threadId, cancellationToken);
            if (thread is null)
            {
                return null;
            }

            var total = await connection.Statement(CountMessages, key).RowAsync(r => r.GetInt64(0), cancellationToken);
            var direction = query.Last is null ? "" : "DESC";
            var positions =
                $"""
                SELECT episode_uuid, reference_time, number, thread_key FROM graph_episode
                WHERE thread_key = $1 ORDER BY reference_time {direction}, number {direction} LIMIT $2 OFFSET $3
                """;
            var messages = await connection
                .Statement(
                    EpisodesAt(positions) + " ORDER BY e.reference_time, e.number",
                    key, (long)(query.Last ?? query.Limit), query.Last is null ? query.Cursor : 0)
                .RowsAsync(ReadEpisode, cancellationToken);
            return new ThreadMessages(thread, messages, total);
        });
}
