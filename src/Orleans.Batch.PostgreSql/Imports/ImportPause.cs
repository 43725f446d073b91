using Npgsql;
using NpgsqlTypes;
using Orleans.Batch.Imports;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Imports;

/// <summary>
/// Pauses or resumes an import with its batches that run. Its quiet hours do not resume one that was paused here, and do not pause it
/// again before the next ones if it was resumed here.
/// </summary>
internal static class ImportPause
{
    private const string Mark =
        """
        UPDATE import SET paused_at = CASE WHEN $2 THEN coalesce(paused_at, t.now) END, quiet_until = $3,
               updated_at = CASE WHEN $4 THEN t.now ELSE updated_at END
        FROM (SELECT sql_now() AS now OFFSET 0) t WHERE import_key = $1
        """;

    public static async ValueTask<UpdatedImport> RunAsync(
        WriteTransaction connection, ProjectId project, Guid importId, bool paused, CancellationToken cancellationToken)
    {
        var import = await ImportLock.GetAsync(connection, project, importId, cancellationToken);
        var before = await ImportRows.GetAsync(connection, import.Key, cancellationToken);
        var quiet = await QuietState.GetAsync(connection, import.Key, cancellationToken);
        if (import.Paused == paused && !(paused && quiet.Until is not null))
        {
            return new UpdatedImport(before, Changed: false, []);
        }

        if (paused)
        {
            import.RequireNotCanceled("it cannot be paused any more");
            RunningImport.Require(before, "there is nothing left to pause");
        }

        var changed = await SetAsync(connection, import.Key, paused, paused ? null : quiet.End, byCaller: true, cancellationToken);
        return new UpdatedImport(await ImportRows.GetAsync(connection, import.Key, cancellationToken), Changed: true, changed);
    }

    /// <summary>Pauses or resumes an import that the transaction has locked.</summary>
    /// <returns>The keys of the batches that it changed.</returns>
    public static async ValueTask<List<long>> SetAsync(
        NpgsqlConnection connection, long importKey, bool paused, DateTimeOffset? quietUntil, bool byCaller, CancellationToken cancellationToken)
    {
        var mark = connection.Statement(Mark, importKey, paused);
        mark.Parameters.Add(Statements.Nullable(quietUntil, NpgsqlDbType.TimestampTz));
        mark.Parameters.Add(new() { Value = byCaller });
        await mark.RunAsync(cancellationToken);
        var running = await RunningParts.LockAsync(connection, importKey, cancellationToken);
        return await BatchPause.SetAsync(connection, running, paused, cancellationToken);
    }
}
