using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// Writes that a caller waits for. If the answer to the commit is lost, the outcome is looked up before it is reported:
/// a committed write returns its result, and <see cref="TransientStoreException"/> means that nothing was done.
/// </summary>
internal static class Writes
{
    /// <summary>One transaction: committed when <paramref name="work"/> returns, rolled back when it throws.</summary>
    /// <exception cref="TransientStoreException">The work was not done.</exception>
    /// <exception cref="OutcomeUnknownException">The work may have been done.</exception>
    public static ValueTask<T> WriteAsync<T>(
        this Database database, Func<WriteTransaction, ValueTask<T>> work, CancellationToken cancellationToken) =>
        database.WriteAsync(database.Requests, key: null, work, cancellationToken);

    /// <summary>The same for a call that may carry an idempotency key.</summary>
    /// <exception cref="TransientStoreException">The work was not done, or a repeat with the same key finds its result.</exception>
    /// <exception cref="OutcomeUnknownException">The work may have been done, and there is no key.</exception>
    public static ValueTask<T> WriteAsync<T>(
        this Database database, IdempotencyKey? key, Func<WriteTransaction, ValueTask<T>> work, CancellationToken cancellationToken) =>
        database.WriteAsync(database.Requests, key, work, cancellationToken);

    /// <summary>The same on other connections than those for requests.</summary>
    public static ValueTask<T> WriteAsync<T>(
        this Database database,
        NpgsqlDataSource pool,
        IdempotencyKey? key,
        Func<WriteTransaction, ValueTask<T>> work,
        CancellationToken cancellationToken) =>
        StoreFaults.Translate(async () =>
        {
            T result;
            Exception? fault;
            TransactionMark? mark;
            await using (var connection = await pool.OpenConnectionAsync(cancellationToken))
            {
                await using var transaction = await WriteTransaction.BeginAsync(connection, cancellationToken);
                result = await work(transaction);
                mark = transaction.Mark;
                if (mark is { Life: null })
                {
                    await database.Outcomes.RenewLifeAsync(cancellationToken);
                }

                fault = await transaction.TryCommitAsync();
            }

            // The connection is closed by now, which ends the session if it can be reached.
            if (fault is not null && mark is { } lost)
            {
                Require(await database.Outcomes.FindAsync(lost), fault, key is not null, database.Outcomes.Timeout);
            }

            return result;
        });

    /// <summary>Returns if the write was done; throws otherwise.</summary>
    /// <param name="outcome">The outcome of the write.</param>
    /// <param name="fault">The fault with which the answer was lost.</param>
    /// <param name="isRepeatable">Whether a repeat finds the result.</param>
    /// <param name="timeout">How long the outcome was looked up.</param>
    public static void Require(WriteOutcome outcome, Exception fault, bool isRepeatable, TimeSpan timeout)
    {
        if (outcome == WriteOutcome.Done)
        {
            return;
        }

        if (outcome == WriteOutcome.NotDone)
        {
            throw new TransientStoreException("the database lost the connection before the call was done; nothing was changed", fault);
        }

        var message = FormattableString.Invariant(
            $"the connection to the database was lost while the call was being committed, and the outcome could not be found out within {timeout.TotalSeconds:0.#} s");
        throw isRepeatable
            ? new TransientStoreException(message + "; repeat the call with the same idempotency key", fault)
            : new OutcomeUnknownException(message, fault);
    }
}
