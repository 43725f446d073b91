using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>
/// The windows of live episodes. Turns of a thread that come shortly after each other share one: a window takes more until it is
/// due, and no process looks at it before. Its graph is locked.
/// </summary>
internal static class LiveWindows
{
    private const string Insert =
        """
        WITH open AS (
            SELECT window_key FROM model_window
            WHERE graph_key = $1 AND batch_key = 0 AND error_code IS NULL AND thread_key IS NOT DISTINCT FROM $3
              AND due_at > sql_now() AND cardinality(episodes) + cardinality($4) <= $5
            ORDER BY window_key DESC LIMIT 1),
        added AS (
            UPDATE model_window w SET episodes = episodes || $4 FROM open WHERE w.window_key = open.window_key RETURNING 1)
        INSERT INTO model_window (graph_key, project_key, batch_key, thread_key, episodes, due_at)
        SELECT $1, $2, 0, $3, $4, sql_now() + $6 WHERE NOT EXISTS (SELECT FROM added)
        """;

    /// <summary>Adds the statements for episodes of one graph.</summary>
    public static void AddTo(
        NpgsqlBatch batch, long graphKey, long projectKey, IEnumerable<NewGraphEpisode> episodes, WindowOptions options)
    {
        foreach (var thread in episodes.GroupBy(static e => e.ThreadKey))
        {
            foreach (var part in thread.Chunk(options.Turns))
            {
                batch.BatchCommands.Add(Command(graphKey, projectKey, thread.Key, part, options));
            }
        }
    }

    private static NpgsqlBatchCommand Command(
        long graphKey, long projectKey, long? threadKey, NewGraphEpisode[] episodes, WindowOptions options) => new(Insert)
    {
        Parameters =
        {
            new() { Value = graphKey },
            new() { Value = projectKey },
            Statements.Nullable(threadKey, NpgsqlDbType.Bigint),
            GraphRows.Array(Array.ConvertAll(episodes, static e => e.EpisodeUuid), NpgsqlDbType.Uuid),
            new() { Value = options.Turns },
            new() { Value = options.LiveDelay },
        },
    };
}
