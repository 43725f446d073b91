using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Commits;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Models;

/// <summary>
/// The statements that write summaries of a graph that is locked. Each takes the row only in the version that was read: what two
/// processes have made is written once, and what was deleted meanwhile is not.
/// </summary>
internal static class SummaryCommit
{
    // A change since it was read leaves it due.
    private const string Store =
        """
        UPDATE summary s SET version = txid_current(), content = w.content, model = $8, created_at = coalesce(s.created_at, t.now),
            made_at = t.now, through = w.through, through_at = w.through_at,
            changed = CASE WHEN w.complete AND s.changed = w.changed THEN NULL ELSE s.changed END,
            not_before = CASE WHEN s.thread_key IS NULL THEN t.now + $9 ELSE s.not_before END, attempts = 0, error_message = NULL
        FROM (SELECT sql_now() AS now OFFSET 0) t,
             unnest($1, $2, $3, $4, $5, $6, $7) AS w(subject_uuid, version, changed, content, through, through_at, complete)
        WHERE s.subject_uuid = w.subject_uuid AND s.version = w.version
        """;

    // A node without facts has none; a thread without further messages is up to date.
    private const string DeleteNode =
        "DELETE FROM summary WHERE subject_uuid = $1 AND version = $2 AND changed = $3 AND thread_key IS NULL";

    private const string End =
        """
        WITH ended AS (SELECT subject_uuid, task_uuid FROM summary WHERE subject_uuid = $1 AND version = $2 AND changed = $3),
        closed AS (
            UPDATE summary s SET changed = NULL, attempts = 0, error_message = $5, task_uuid = NULL
            FROM ended WHERE s.subject_uuid = ended.subject_uuid)
        UPDATE realtime_task t SET open = 0, failed = CASE WHEN $5 IS NULL THEN 0 ELSE 1 END, error_code = $4, error_message = $5,
            completed_at = n.now
        FROM ended, (SELECT sql_now() AS now OFFSET 0) n WHERE t.task_uuid = ended.task_uuid
        """;

    /// <summary>Adds the statements that store summaries.</summary>
    public static void Add(
        NpgsqlBatch batch, IReadOnlyList<NewSummary> summaries, string model, TimeSpan minInterval)
    {
        foreach (var ended in summaries.Where(static s => s.Text is null))
        {
            batch.BatchCommands.Add(ended.Due.ThreadKey is null ? Row(DeleteNode, ended.Due) : EndCommand(ended.Due, null, null));
        }

        List<NewSummary> made = [.. summaries.Where(static s => s.Text is not null).OrderBy(static s => s.Due.Subject)];
        batch.BatchCommands.Add(new(Store)
        {
            Parameters =
            {
                GraphRows.Array(made.ConvertAll(static s => s.Due.Subject), NpgsqlDbType.Uuid),
                GraphRows.Array(made.ConvertAll(static s => s.Due.Version), NpgsqlDbType.Bigint),
                GraphRows.Array(made.ConvertAll(static s => s.Due.Changed), NpgsqlDbType.Bigint),
                GraphRows.Array(made.ConvertAll(static s => StorableText.From(s.Text!)), NpgsqlDbType.Text),
                GraphRows.Array(made.ConvertAll(static s => s.Through), NpgsqlDbType.Bigint),
                GraphRows.Array(made.ConvertAll(static s => s.ThroughAt?.UtcDateTime), NpgsqlDbType.TimestampTz),
                GraphRows.Array(made.ConvertAll(static s => s.IsComplete), NpgsqlDbType.Boolean),
                new() { Value = model },
                new() { Value = minInterval },
            },
        });
    }

    /// <summary>Adds the statement that counts answers of no use.</summary>
    public static void Count(NpgsqlBatch batch, IReadOnlyList<DueSummary> due, int attempts) =>
        batch.BatchCommands.Add(new("UPDATE summary SET attempts = $2 WHERE subject_uuid = ANY($1) AND changed IS NOT NULL")
        {
            Parameters =
            {
                GraphRows.Array(due.Select(static d => d.Subject).ToArray(), NpgsqlDbType.Uuid),
                new() { Value = (short)attempts },
            },
        });

    /// <summary>Adds the statement that gives a summary up.</summary>
    public static void GiveUp(NpgsqlBatch batch, DueSummary due, string reason) =>
        batch.BatchCommands.Add(EndCommand(due, ErrorCodes.ExtractionFailed, reason));

    private static NpgsqlBatchCommand EndCommand(DueSummary due, string? code, string? reason)
    {
        var command = Row(End, due);
        command.Parameters.Add(Statements.Nullable(code, NpgsqlDbType.Text));
        command.Parameters.Add(Statements.Nullable(reason, NpgsqlDbType.Text));
        return command;
    }

    private static NpgsqlBatchCommand Row(string sql, DueSummary due) => new(sql)
    {
        Parameters = { new() { Value = due.Subject }, new() { Value = due.Version }, new() { Value = due.Changed } },
    };
}
