using System.Data;
using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// The transaction of a write that a caller waits for. It reads its id together with its first statement, in the same
/// round trip, so that its outcome can be looked up if the answer to COMMIT is lost. Created by
/// <see cref="Writes"/>.
/// </summary>
internal sealed class WriteTransaction : IAsyncDisposable
{
    private const string ReadMark = "SELECT pg_current_xact_id(), (SELECT life FROM server_life)";

    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;
    private bool _isAbandoned;

    private WriteTransaction(NpgsqlConnection connection, NpgsqlTransaction transaction)
    {
        _connection = connection;
        _transaction = transaction;
    }

    /// <summary>The connection, for statements after the first.</summary>
    /// <exception cref="InvalidOperationException">No statement has run on the transaction itself yet.</exception>
    public NpgsqlConnection Connection => Mark is null
        ? throw new InvalidOperationException("The first statement of a write must run on its transaction, which learns its id with it.")
        : _connection;

    /// <summary>The key for the look-up of its outcome; null before the first statement.</summary>
    public TransactionMark? Mark { get; private set; }

    /// <summary>See <see cref="Connection"/>.</summary>
    public static implicit operator NpgsqlConnection(WriteTransaction transaction) => transaction.Connection;

    /// <summary>Begins a transaction. Nothing is sent before its first statement.</summary>
    public static async ValueTask<WriteTransaction> BeginAsync(NpgsqlConnection connection, CancellationToken cancellationToken) =>
        new(connection, await connection.BeginTransactionAsync(cancellationToken));

    /// <summary>A statement with positional parameters ($1, $2 …).</summary>
    public WriteStatement Statement(string sql, params ReadOnlySpan<object?> values)
    {
        var batch = Batch();
        batch.BatchCommands.Add(Statements.Command(sql, values));
        return new WriteStatement(this, batch);
    }

    /// <summary>An empty batch of statements, to be run by <see cref="ReadAsync"/> or <see cref="RunAsync"/>.</summary>
    public NpgsqlBatch Batch() => new(_connection);

    /// <summary>Runs a batch. The reader is at the result of its first statement.</summary>
    public async ValueTask<NpgsqlDataReader> ReadAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        if (Mark is not null)
        {
            return await batch.ExecuteReaderAsync(cancellationToken);
        }

        batch.BatchCommands.Insert(0, new(ReadMark));
        var reader = await batch.ExecuteReaderAsync(cancellationToken);
        try
        {
            await reader.ReadAsync(cancellationToken);
            Mark = new TransactionMark(reader.GetFieldValue<ulong>(0), reader.Maybe<Guid>(1), _connection.ProcessID);
            await reader.NextResultAsync(cancellationToken);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a batch.</summary>
    /// <returns>The number of affected rows.</returns>
    public async ValueTask<int> RunAsync(NpgsqlBatch batch, CancellationToken cancellationToken)
    {
        await using var reader = await ReadAsync(batch, cancellationToken);
        while (await reader.NextResultAsync(cancellationToken))
        {
            // Only the count is needed.
        }

        await reader.CloseAsync();
        return reader.RecordsAffected;
    }

    /// <summary>Makes the end of the work roll back instead of committing.</summary>
    public void Abandon() => _isAbandoned = true;

    /// <summary>
    /// Commits. It cannot be canceled: if the caller has gone, the work is done or not done, and actions after a commit
    /// (such as wake-ups) still run.
    /// </summary>
    /// <returns>Null if it is committed; otherwise the fault with which the answer was lost.</returns>
    /// <exception cref="PostgresException">The server rejected the commit: it is rolled back.</exception>
    public async ValueTask<Exception?> TryCommitAsync()
    {
        if (_isAbandoned)
        {
            return null;
        }

        try
        {
            await _transaction.CommitAsync(CancellationToken.None);
            return null;
        }
        catch (Exception e) when (MayBeCommitted(e) || _connection.State != ConnectionState.Open)
        {
            return e; // if the session had ended before, the driver reports misuse: it is looked up like the others
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _transaction.DisposeAsync();

    /// <summary>
    /// Whether a commit that threw this may be done: always, unless the server itself reported that it was not.
    /// A FATAL error ends the session and says nothing about the commit.
    /// </summary>
    public static bool MayBeCommitted(Exception fault) => fault switch
    {
        PostgresException refused => refused.InvariantSeverity != "ERROR",
        _ => StoreFaults.IsTransient(fault),
    };
}
