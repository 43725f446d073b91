using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

public sealed partial class MemoryStore
{
    private const string CountMessages =
        """
        SELECT (SELECT count(*) FROM graph_episode WHERE thread_key = $1)
             + (SELECT count(*) FROM realtime_item WHERE thread_key = $1)
        """;

    // A message added in real time is visible at once, after those of the same time that are already in the graph.
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
            var order = $"ORDER BY reference_time {direction}, number {direction}";
            var positions =
                $"""
                SELECT * FROM (
                    (SELECT episode_uuid, reference_time, number, thread_key, true AS processed FROM graph_episode
                     WHERE thread_key = $1 {order} LIMIT $2 + least($3, 1 << 30))
                    UNION ALL
                    SELECT episode_uuid, reference_time, (1::bigint << 62) | position, thread_key, false FROM realtime_item
                    WHERE thread_key = $1) message
                {order} LIMIT $2 OFFSET $3
                """;
            var messages = await connection
                .Statement(
                    EpisodesAt(positions, "e.processed") + " ORDER BY e.reference_time, e.number",
                    key, (long)(query.Last ?? query.Limit), query.Last is null ? query.Cursor : 0)
                .RowsAsync(ReadEpisode, cancellationToken);
            return new ThreadMessages(thread, messages, total);
        });
}
