using Npgsql;
using Orleans.Batch.Graphs;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>Inserts many threads, and finds those that cannot be what the call states.</summary>
internal sealed class ThreadInsertion(IReadOnlyList<NewThread> threads)
{
    // Users are locked as for one thread (ThreadStore): none can be deleted before its new threads exist.
    private const string Insert =
        $"""
        WITH moment AS MATERIALIZED (SELECT sql_now() AS at),
        owner AS MATERIALIZED (
            SELECT user_key, graph_key, user_id FROM memory_user WHERE project_key = $1 AND user_id = ANY($5) ORDER BY user_id FOR KEY SHARE),
        new_thread AS (
            INSERT INTO thread (project_key, thread_id, thread_uuid, user_key, graph_key, created_at)
            SELECT $1, g.thread_id, g.thread_uuid, o.user_key, o.graph_key, at
            FROM moment, unnest($2, $3, $4) WITH ORDINALITY AS g(thread_id, user_id, thread_uuid, place) JOIN owner o USING (user_id)
            ORDER BY place
            ON CONFLICT DO NOTHING
            RETURNING thread_key),
        imported AS (
            INSERT INTO import_destination (import_key, kind, destination_key)
            SELECT $6::bigint, {Stored.DestinationKind.Thread}, thread_key FROM new_thread WHERE $6::bigint IS NOT NULL)
        SELECT count(*) FROM new_thread
        """;

    // By now each thread exists under its user, or its user is missing, or it is another user's.
    private const string FindProblems =
        """
        SELECT q.position, u.user_key IS NOT NULL, t.user_id
        FROM unnest($2, $3, $4) AS q(position, thread_id, user_id)
        LEFT JOIN LATERAL (SELECT user_key FROM memory_user WHERE project_key = $1 AND user_id = q.user_id LIMIT 1) u ON true
        LEFT JOIN LATERAL (
            SELECT o.user_key, o.user_id FROM thread JOIN memory_user o USING (user_key)
            WHERE thread.project_key = $1 AND thread_id = q.thread_id LIMIT 1) t ON true
        WHERE u.user_key IS NULL OR t.user_key IS DISTINCT FROM u.user_key
        """;

    private readonly int[] _order = DestinationCreation.Order(threads.Select(static t => t.ThreadId));

    /// <summary>The statements: the number of those inserted, then the problems. None when there are no threads.</summary>
    public NpgsqlBatchCommand[] Commands(ProjectId project, long? importKey)
    {
        if (threads.Count == 0)
        {
            return [];
        }

        var (ids, users) = (Values(static t => t.ThreadId), Values(static t => t.UserId));
        return
        [
            Statements.Command(
                Insert, project.Value, ids, users, Values(static _ => Guid.CreateVersion7()), users.Distinct(StringComparer.Ordinal).ToArray(),
                importKey),
            Statements.Command(FindProblems, project.Value, _order, ids, users),
        ];
    }

    /// <summary>Reads the result of the second statement.</summary>
    /// <exception cref="BatchServiceException">A user or thread was created or deleted between the two: the call can be repeated.</exception>
    public async ValueTask ReadProblemsAsync(NpgsqlDataReader reader, ProblemList problems, CancellationToken cancellationToken)
    {
        while (threads.Count > 0 && await reader.ReadAsync(cancellationToken))
        {
            var (position, hasUser, owner) = (reader.GetInt32(0), reader.GetBoolean(1), reader.Text(2));
            var thread = threads[position];
            if (!hasUser)
            {
                problems.Add(DestinationRules.Threads, position, "user_id", ErrorCodes.NotFound, $"there is no user {thread.UserId}");
            }
            else if (owner is null)
            {
                throw new BatchServiceException(
                    ErrorKind.Unavailable,
                    ErrorCodes.Unavailable,
                    "a user or thread of the call was created or deleted at the same time; nothing was changed: try again in a moment");
            }
            else
            {
                problems.Add(
                    DestinationRules.Threads,
                    position,
                    "thread_id",
                    ErrorCodes.AlreadyExists,
                    $"thread {thread.ThreadId} already exists, under the user {owner}");
            }
        }
    }

    private T[] Values<T>(Func<NewThread, T> value) => Array.ConvertAll(_order, i => value(threads[i]));
}
