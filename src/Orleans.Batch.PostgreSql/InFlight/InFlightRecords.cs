using System.Collections.Concurrent;
using Npgsql;

namespace Orleans.Batch.PostgreSql.InFlight;

/// <summary>The records of this process in one table of work in flight. Records of finished work are removed with the next write.</summary>
/// <param name="source">The connections for the writes.</param>
/// <param name="table">The table.</param>
internal sealed class InFlightRecords(NpgsqlDataSource source, string table)
{
    // A record is for a crash of this process: it need not survive one of the database.
    private const string Begin = "SELECT set_config('synchronous_commit', 'off', true)";

    private readonly string _remove = $"DELETE FROM {table} WHERE marker_key = ANY ($1)";
    private readonly ConcurrentQueue<long> _finished = new();

    /// <summary>Removes a record with the next write.</summary>
    public void Remove(long key) => _finished.Enqueue(key);

    /// <summary>Adds records and removes those of finished work, in one round trip.</summary>
    /// <param name="add">The statement that adds them.</param>
    /// <param name="read">Reads its rows.</param>
    /// <param name="cancellationToken">Cancels the write.</param>
    public async ValueTask AddAsync(NpgsqlBatchCommand add, Action<NpgsqlDataReader> read, CancellationToken cancellationToken)
    {
        var finished = new List<long>();
        while (_finished.TryDequeue(out var key))
        {
            finished.Add(key);
        }

        try
        {
            await WriteAsync(finished, add, read, cancellationToken);
        }
        catch
        {
            // Their records still exist: without this, the next crash would suspect work that is long done.
            finished.ForEach(_finished.Enqueue);
            throw;
        }
    }

    private async ValueTask WriteAsync(
        List<long> finished, NpgsqlBatchCommand add, Action<NpgsqlDataReader> read, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new(Begin));
        batch.BatchCommands.Add(new(_remove) { Parameters = { new() { Value = finished.ToArray() } } });
        batch.BatchCommands.Add(add);
        await using var row = await batch.ExecuteReaderAsync(cancellationToken);
        await row.NextResultAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            read(row);
        }

        // The transaction ends with the last answer.
        await row.CloseAsync();
    }
}
