using Orleans.Batch.Batches;
using Orleans.Batch.Imports;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Imports;

/// <summary>Creates batches from the items of an import's ended batches that can be retried: one of each.</summary>
internal static class ImportRetries
{
    // Those whose items were all retried since are found to have nothing when their turn comes.
    private const string WithLosses =
        $"""
        SELECT b.batch_key FROM batch b
        WHERE b.import_key = $1 AND b.status >= {Stored.BatchStatus.Invalid}
          AND (b.status = {Stored.BatchStatus.Invalid}
               OR EXISTS (SELECT FROM batch_progress WHERE batch_key = b.batch_key AND failed + canceled > 0))
        ORDER BY b.batch_key FOR UPDATE
        """;

    public static async ValueTask<IdempotentResult<UpdatedImport>> RunAsync(
        WriteTransaction connection,
        ProjectId project,
        Guid importId,
        ImportRetryRequest order,
        IdempotencyKey? key,
        CancellationToken cancellationToken)
    {
        if (await KeyedCall.EnterAsync(connection, project, key, cancellationToken) is not null)
        {
            var first = await ImportLock.GetAsync(connection, project, importId, cancellationToken);
            var now = await ImportRows.GetAsync(connection, first.Key, cancellationToken);
            return new IdempotentResult<UpdatedImport>(new(now, Changed: false, []), Replayed: true);
        }

        await connection.Statement(RetryLock.Take, project.Value).RunAsync(cancellationToken);
        var import = await ImportLock.GetAsync(connection, project, importId, cancellationToken);
        import.RequireNotUndone("its items cannot be retried; load what you need again");
        import.RequireNotCanceled("its items cannot be retried as a whole; retry single batches of it");
        var made = new List<long>();
        foreach (var batchKey in await connection.Statement(WithLosses, import.Key).RowsAsync(r => r.GetInt64(0), cancellationToken))
        {
            var retryId = Guid.CreateVersion7();
            var request = new RetryRequest(retryId, order.Statuses, order.Codes, null, order.Process, order.BeginTrace(retryId));
            if (await RetryCreation.CreateAsync(connection, batchKey, request, cancellationToken) is var retryKey and > 0)
            {
                made.Add(retryKey);
                if (order.Process)
                {
                    await BatchSeal.QueueAsync(connection, project, retryKey, request.TraceParent, cancellationToken);
                }
            }
        }

        await KeyedCall.RecordAsync(connection, project, key, () => importId.ToString(), cancellationToken);
        var after = await ImportRows.GetAsync(connection, import.Key, cancellationToken);
        return new IdempotentResult<UpdatedImport>(new(after, Changed: made.Count > 0, made), Replayed: false);
    }
}
