using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.PostgreSql.Realtime;

/// <summary>Accepts real-time calls: one round trip, one transaction, and a repeat with the same ids changes nothing.</summary>
/// <param name="database">The database.</param>
public sealed partial class RealtimeStore(Database database) : IRealtimeStore, IRealtimeRetention
{
    private const string TargetGraph =
        "SELECT graph_key, NULL::bigint AS thread_key FROM graph WHERE project_key = $1 AND graph_id = $2";

    private const string TargetUser =
        "SELECT graph_key, NULL::bigint AS thread_key FROM memory_user WHERE project_key = $1 AND user_id = $2";

    private const string TargetThread =
        "SELECT graph_key, thread_key FROM thread WHERE project_key = $1 AND thread_id = $2";

    // The destination is not locked: an episode accepted while its graph or thread is being deleted is found by the
    // graph's ingestor, which cancels it.
    private const string Accept =
        """
        , task AS (
            INSERT INTO realtime_task (task_uuid, project_key, graph_key, kind, items, open, created_at)
            SELECT $3, $1, g.graph_key, $4, cardinality($5), cardinality($5), t.now
            FROM target g, (SELECT sql_now() AS now OFFSET 0) t
            ON CONFLICT (task_uuid) DO NOTHING
            RETURNING created_at),
        episode AS MATERIALIZED (
            SELECT e.*, g.graph_key, g.thread_key, e.dated_at IS NOT NULL AS dated,
                   coalesce(e.dated_at, k.created_at) AS reference_time
            FROM task k, target g, unnest($5, $6, $7, $8, $9, $10, $11, $12, $13, $14) WITH ORDINALITY
                AS e(episode_uuid, data_type, role, dated_at, content, speaker, source_description, document_id, metadata,
                     ignored, ordinal)),
        data AS (
            INSERT INTO episode_data (episode_uuid, project_key, graph_key, data_type, role, dated, reference_time,
                                      content, speaker, source_description, document_id, metadata)
            SELECT episode_uuid, $1, graph_key, data_type, role, dated, reference_time,
                   content, speaker, source_description, document_id, metadata
            FROM episode)
        INSERT INTO realtime_item (graph_key, episode_uuid, task_uuid, thread_key, reference_time, ignored)
        SELECT graph_key, episode_uuid, $3, thread_key, reference_time, ignored FROM episode ORDER BY ordinal
        """;

    private const string Accepted = "SELECT graph_key, created_at FROM realtime_task WHERE task_uuid = $1 AND project_key = $2";

    /// <inheritdoc/>
    public ValueTask<AcceptedCall?> AcceptAsync(
        ProjectId project, RealtimeCall call, IdempotencyKey? key, CancellationToken cancellationToken) =>
        key is null
            ? StoreFaults.Translate(() => AcceptAsync(project, call, cancellationToken))
            : database.WriteAsync(
                database.Live, key, connection => AcceptOnceAsync(connection, project, call, key, cancellationToken), cancellationToken);

    // Without a separate transaction, which would cost a round trip: the task is the record of the work. A sent write
    // cannot be canceled, so that a write whose caller has gone is done and ingested, or not done.
    private async ValueTask<AcceptedCall?> AcceptAsync(ProjectId project, RealtimeCall call, CancellationToken cancellationToken)
    {
        int session;
        Exception fault;
        await using (var connection = await database.Live.OpenConnectionAsync(cancellationToken))
        {
            session = connection.ProcessID;
            try
            {
                return await AcceptAsync(connection, project, call, null, CancellationToken.None);
            }
            catch (Exception e) when (WriteTransaction.MayBeCommitted(e))
            {
                fault = e;
            }
        }

        AcceptedCall? accepted = null;
        var outcome = await database.Outcomes.FindAsync(
            session,
            new NpgsqlConnectionStringBuilder(database.Live.ConnectionString).ApplicationName!,
            async (connection, cancel) =>
                (accepted = await connection.Statement(Accepted, call.TaskId, project.Value).RowAsync(ReadAcceptance, cancel)) is not null);
        Writes.Require(outcome, fault, isRepeatable: false, database.Outcomes.Timeout);
        return accepted;
    }

    // One round trip. The transaction, unless one exists already, ends with the last answer: only then is it durable.
    private static async ValueTask<AcceptedCall?> AcceptAsync(
        NpgsqlConnection connection, ProjectId project, RealtimeCall call, NpgsqlBatchCommand? record, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(AcceptCommand(project, call));
        if (record is not null)
        {
            batch.BatchCommands.Add(record);
        }

        batch.BatchCommands.Add(new(Accepted)
        {
            Parameters = { new() { Value = call.TaskId }, new() { Value = project.Value } },
        });
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        var accepted = await row.ReadAsync(cancellationToken) ? ReadAcceptance(row) : null;
        await row.CloseAsync();
        return accepted;
    }

    private static NpgsqlBatchCommand AcceptCommand(ProjectId project, RealtimeCall call)
    {
        var (target, id) = call switch
        {
            { ThreadId: { } thread } => (TargetThread, thread),
            { Target.GraphId: { } graph } => (TargetGraph, graph),
            _ => (TargetUser, call.Target.UserId!),
        };
        var episodes = call.Episodes;
        return new($"WITH target AS MATERIALIZED ({target}){Accept}")
        {
            Parameters =
            {
                new() { Value = project.Value },
                new() { Value = id },
                new() { Value = call.TaskId },
                new() { Value = (short)call.Type },
                Array(episodes.Select(e => e.Uuid), NpgsqlDbType.Uuid),
                Array(episodes.Select(e => (short)e.DataType), NpgsqlDbType.Smallint),
                Array(episodes.Select(e => (short?)e.Role), NpgsqlDbType.Smallint),
                Array(episodes.Select(e => e.ReferenceTime?.UtcDateTime), NpgsqlDbType.TimestampTz),
                Array(episodes.Select(e => e.Content), NpgsqlDbType.Text),
                Array(episodes.Select(e => e.Speaker), NpgsqlDbType.Text),
                Array(episodes.Select(e => e.SourceDescription), NpgsqlDbType.Text),
                Array(episodes.Select(e => e.DocumentId), NpgsqlDbType.Text),
                Array(episodes.Select(e => e.Metadata?.Value), NpgsqlDbType.Text),
                Array(episodes.Select(e => e.Ignored), NpgsqlDbType.Boolean),
            },
        };
    }

    private static AcceptedCall ReadAcceptance(NpgsqlDataReader row) => new(row.GetInt64(0), row.Instant(1));

    private static NpgsqlParameter Array<T>(IEnumerable<T> values, NpgsqlDbType element) =>
        new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | element };
}
