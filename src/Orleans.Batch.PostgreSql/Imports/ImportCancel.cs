using Orleans.Batch.Imports;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Imports;

/// <summary>Cancels an import: closes it, and records that its batches that run are to be canceled.</summary>
internal static class ImportCancel
{
    private const string Mark =
        """
        UPDATE import SET cancel_requested_at = t.now, closed_at = coalesce(closed_at, t.now), paused_at = NULL, updated_at = t.now
        FROM (SELECT sql_now() AS now OFFSET 0) t WHERE import_key = $1
        """;

    /// <returns>The import, and the shards with new webhook deliveries.</returns>
    public static async ValueTask<(UpdatedImport Import, List<short> Shards)> RunAsync(
        WriteTransaction connection, DeliveryQueue queue, ProjectId project, Guid importId, CancellationToken cancellationToken)
    {
        var import = await ImportLock.GetAsync(connection, project, importId, cancellationToken);
        var before = await ImportRows.GetAsync(connection, import.Key, cancellationToken);
        if (import.Canceled)
        {
            return (new(before, Changed: false, []), []);
        }

        RunningImport.Require(before, "there is nothing left to cancel");
        await connection.Statement(Mark, import.Key).RunAsync(cancellationToken);
        var running = await RunningParts.LockAsync(connection, import.Key, cancellationToken);
        var canceled = await CancelRequest.RequestAsync(connection, running, cancellationToken);
        List<short> shards = [];
        long? ended = null;
        foreach (var (batchKey, _) in canceled.Where(b => b.Status == BatchStatus.Queued).OrderBy(b => b.Key))
        {
            shards.AddRange(await CancelRequest.EndQueuedAsync(connection, queue, batchKey, cancellationToken));
            ended = batchKey;
        }

        shards.AddRange(await ImportEnd.TryAsync(connection, import, queue.Shards, cancellationToken));
        var after = await ImportRows.GetAsync(connection, import.Key, cancellationToken);
        return (new(after, Changed: true, canceled.ConvertAll(b => b.Key), ended), shards);
    }
}
