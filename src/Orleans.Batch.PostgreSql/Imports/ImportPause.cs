using Orleans.Batch.Imports;
using Orleans.Batch.PostgreSql.Batches;
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
        var changed = await BatchPause.SetAsync(connection, running, paused, cancellationToken);
        return new UpdatedImport(await ImportRows.GetAsync(connection, import.Key, cancellationToken), Changed: true, changed);
    }
}
