using Npgsql;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Deletes a draft or an invalid batch with all its data.</summary>
internal static class DraftDeletion
{
    private static readonly string[] Steps =
    [
        .. RetryChain.Undo,
        .. RetryChain.Leave,
        "DELETE FROM episode_data e USING batch_item i WHERE i.batch_key = $1 AND e.episode_uuid = i.episode_uuid AND e.batch_key = $1",
        "DELETE FROM batch_item WHERE batch_key = $1",
        "DELETE FROM item_outcome WHERE batch_key = $1",
        "DELETE FROM batch_progress WHERE batch_key = $1",
        "DELETE FROM model_budget WHERE batch_key = $1",
        "DELETE FROM batch WHERE batch_key = $1",
    ];

    /// <returns>The shards with new webhook deliveries: the draft may have been the last that its import waited for.</returns>
    public static async ValueTask<IReadOnlyList<short>> RunAsync(
        WriteTransaction connection, ProjectId project, Guid batchId, int shards, CancellationToken cancellationToken)
    {
        await connection.Statement(RetryLock.Take, project.Value).RunAsync(cancellationToken);
        var import = await ImportLock.TakeOfBatchAsync(connection, project, batchId, cancellationToken);
        var found = await BatchLookup.LockAsync(connection, project, batchId, cancellationToken);
        if (found.Status is not (BatchStatus.Draft or BatchStatus.Invalid))
        {
            throw BatchServiceException.Conflict(
                ErrorCodes.AlreadyProcessed,
                $"batch {batchId} was processed; only a draft or an invalid batch can be deleted");
        }

        await using var commands = new NpgsqlBatch(connection) { Timeout = Statements.LongTimeout };
        foreach (var sql in Steps)
        {
            commands.BatchCommands.Add(new(sql) { Parameters = { new() { Value = found.BatchKey } } });
        }

        await commands.ExecuteNonQueryAsync(cancellationToken);
        return await ImportEnd.TryAsync(connection, import, shards, cancellationToken);
    }
}
