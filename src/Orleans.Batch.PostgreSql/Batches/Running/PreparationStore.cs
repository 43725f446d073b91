using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;

namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Prepares queued batches in PostgreSQL.</summary>
internal sealed class PreparationStore(Database database, DeliveryQueue queue) : IPreparationStore, IDisposable
{
    private const string Take =
        $"""
        SELECT b.status, b.project_key, b.process_number,
               EXISTS (SELECT FROM batch e WHERE e.project_key = b.project_key AND e.status = {Stored.BatchStatus.Queued}
                       AND e.process_number < b.process_number)
        FROM batch b WHERE b.batch_key = $1 FOR NO KEY UPDATE
        """;

    private const string InvalidItems =
        """
        SELECT o.sequence, (ARRAY['graph_id', 'user_id', 'thread_id'])[i.destination_kind + 1], o.code, o.message
        FROM item_outcome o JOIN batch_item i USING (batch_key, sequence)
        WHERE o.batch_key = $1 ORDER BY o.sequence
        """;

    private const string NextQueued =
        $"""
        SELECT n.batch_key FROM batch b JOIN batch n USING (project_key)
        WHERE b.batch_key = $1 AND n.status = {Stored.BatchStatus.Queued} ORDER BY n.process_number LIMIT 1
        """;

    // Callers and coordinators prepare; two at a time leave connections for recovery and readiness.
    private readonly SemaphoreSlim _preparing = new(2);

    /// <inheritdoc/>
    public void Dispose() => _preparing.Dispose();

    /// <inheritdoc/>
    public async ValueTask<PreparationResult> PrepareAsync(long batchKey, CancellationToken cancellationToken)
    {
        await _preparing.WaitAsync(cancellationToken);
        try
        {
            return await StoreFaults.Translate(() => PrepareInTurnAsync(batchKey, cancellationToken));
        }
        finally
        {
            _preparing.Release();
        }
    }

    /// <inheritdoc/>
    public ValueTask<ProblemList> ReadInvalidItemsAsync(long batchKey, CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            await using var command = database.Requests.Statement(InvalidItems, batchKey);
            var problems = new ProblemList();
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
            {
                problems.Add(reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3));
            }

            return problems;
        });

    /// <inheritdoc/>
    public ValueTask<long?> FindNextQueuedAsync(long batchKey, CancellationToken cancellationToken) =>
        StoreFaults.Translate(() => database.Background
            .Statement(NextQueued, batchKey)
            .RowAsync(r => (long?)r.GetInt64(0), cancellationToken));

    private async ValueTask<PreparationResult> PrepareInTurnAsync(long batchKey, CancellationToken cancellationToken)
    {
        await Statistics.RefreshDestinationsAsync(database.Background, cancellationToken);
        await using var connection = await database.Background.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var found = await connection.Statement(Take, batchKey).RowAsync(
            r => ((BatchStatus)r.GetInt16(0), r.Maybe<long>(1), r.Maybe<long>(2), r.GetBoolean(3)), cancellationToken);
        if (found is not (BatchStatus.Queued, { } project, { } process, var waits))
        {
            return PreparationResult.NotQueued;
        }

        if (waits)
        {
            return PreparationResult.NotItsTurn;
        }

        // From here to the commit no destination of this project can be deleted while lanes are formed for it.
        await connection.Statement($"SELECT {DestinationLock.Shared}", project).RunAsync(cancellationToken);
        var missing = await LaneFormation.RunAsync(connection, batchKey, project, process, cancellationToken);
        var shards = missing == 0 ? [] : await EndInvalidAsync(connection, batchKey, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        await queue.WakeAsync(shards);
        return missing > 0 ? PreparationResult.Invalid : PreparationResult.Prepared;
    }

    // The import's row is locked after the batch's here, since preparing takes long. Where that is a deadlock, it is repeated.
    private async ValueTask<List<short>> EndInvalidAsync(
        NpgsqlConnection connection, long batchKey, CancellationToken cancellationToken)
    {
        var import = await ImportLock.TakeOfBatchAsync(connection, batchKey, cancellationToken);
        var shards = await BatchCompleted.WriteAsync(connection, batchKey, queue.Shards, cancellationToken);
        shards.AddRange(await ImportEnd.TryAsync(connection, import, queue.Shards, cancellationToken));
        return shards;
    }
}
