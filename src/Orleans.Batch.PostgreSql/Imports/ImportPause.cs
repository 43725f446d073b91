using Orleans.Batch.Imports;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Imports;

/// <summary>Pauses or resumes an import with its batches that run.</summary>
internal static class ImportPause
{
    private const string Mark =
        """
        UPDATE import SET paused_at = CASE WHEN $2 THEN t.now END, updated_at = t.now
        FROM (SELECT sql_now() AS now OFFSET 0) t WHERE import_key = $1
        """;

    // One that is being canceled cannot be paused, and one that is paused already keeps its moment.
    private const string Pause =
        """
        WITH held AS (
            UPDATE batch SET paused_at = t.now, version = version + 1, updated_at = t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t
            WHERE batch_key = ANY ($1) AND paused_at IS NULL AND cancel_requested_at IS NULL
            RETURNING batch_key, paused_at),
        noted AS (INSERT INTO batch_pause (batch_key, paused_at) SELECT batch_key, paused_at FROM held)
        SELECT batch_key FROM held
        """;

    private const string Resume =
        """
        WITH let_go AS (
            UPDATE batch SET paused_at = NULL, version = version + 1, updated_at = t.now
            FROM (SELECT sql_now() AS now OFFSET 0) t
            WHERE batch_key = ANY ($1) AND paused_at IS NOT NULL
            RETURNING batch_key, updated_at),
        noted AS (
            UPDATE batch_pause p SET resumed_at = l.updated_at FROM let_go l
            WHERE p.batch_key = l.batch_key AND p.resumed_at IS NULL)
        SELECT batch_key FROM let_go
        """;

    public static async ValueTask<UpdatedImport> RunAsync(
        WriteTransaction connection, ProjectId project, Guid importId, bool paused, CancellationToken cancellationToken)
    {
        var import = await ImportLock.GetAsync(connection, project, importId, cancellationToken);
        var before = await ImportRows.GetAsync(connection, import.Key, cancellationToken);
        if (import.Paused == paused)
        {
            return new UpdatedImport(before, Changed: false, []);
        }

        if (paused)
        {
            import.RequireNotCanceled("it cannot be paused any more");
            RunningImport.Require(before, "there is nothing left to pause");
        }

        await connection.Statement(Mark, import.Key, paused).RunAsync(cancellationToken);
        var running = await RunningParts.LockAsync(connection, import.Key, cancellationToken);
        var changed = await connection.Statement(paused ? Pause : Resume, running).RowsAsync(r => r.GetInt64(0), cancellationToken);
        return new UpdatedImport(await ImportRows.GetAsync(connection, import.Key, cancellationToken), Changed: true, changed);
    }
}
