using System.Globalization;
using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// Determines the outcome of a write whose answer was lost, on a new connection. A session that is still at work gets a
/// moment to finish and is then ended, so that the answer is final.
/// </summary>
/// <param name="pool">The connections for the look-up.</param>
/// <param name="timeout">How long to try, including a restart of the database.</param>
internal sealed class OutcomeLookup(NpgsqlDataSource pool, TimeSpan timeout)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    // A commit takes milliseconds, on a busy disk perhaps a few hundred.
    private static readonly TimeSpan TimeToFinish = TimeSpan.FromSeconds(1);

    private const string Status = "SELECT pg_xact_status($1::text::xid8), (SELECT life FROM server_life)";

    private const string EndTransaction =
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND backend_xid = $2::text::xid8::xid";

    // The name ends with the mark of this process, so the session is one of ours.
    private const string EndSession =
        $"""
        SELECT count(*), count(*) FILTER (WHERE CASE WHEN $3 THEN pg_terminate_backend(pid) END)
        FROM pg_stat_activity WHERE pid = $1 AND right(application_name, {Database.MarkLength}) = right($2, {Database.MarkLength})
        """;

    private const string RenewLife = "INSERT INTO server_life DEFAULT VALUES ON CONFLICT DO NOTHING";

    /// <summary>How long to try.</summary>
    public TimeSpan Timeout => timeout;

    /// <summary>The outcome of a transaction.</summary>
    public ValueTask<WriteOutcome> FindAsync(TransactionMark mark) =>
        TryAsync((connection, isLate, cancellationToken) => AskAsync(connection, mark, isLate, cancellationToken));

    /// <summary>The outcome of a transaction that left a record, sent as one batch outside of BEGIN and COMMIT.</summary>
    /// <param name="processId">The session's process on the server.</param>
    /// <param name="applicationName">The name of the session.</param>
    /// <param name="isThere">Whether the record exists.</param>
    public ValueTask<WriteOutcome> FindAsync(
        int processId, string applicationName, Func<NpgsqlConnection, CancellationToken, ValueTask<bool>> isThere) =>
        TryAsync(async (connection, isLate, cancellationToken) =>
        {
            // In this order: a record that is missing after the session has ended will never exist.
            var hasEnded = await connection.Statement(EndSession, processId, applicationName, isLate)
                .RowAsync(r => r.GetInt64(0) == 0, cancellationToken);
            return await isThere(connection, cancellationToken) ? WriteOutcome.Done
                : hasEnded ? WriteOutcome.NotDone
                : null;
        });

    /// <summary>Marks the time since a crash, which has emptied the table. Other processes may do the same concurrently.</summary>
    public async ValueTask RenewLifeAsync(CancellationToken cancellationToken) =>
        await pool.Statement(RenewLife).RunAsync(cancellationToken);

    private static async ValueTask<WriteOutcome?> AskAsync(
        NpgsqlConnection connection, TransactionMark mark, bool isLate, CancellationToken cancellationToken)
    {
        try
        {
            var (status, life) = await connection.Statement(Status, Text(mark.Id))
                .RowAsync(r => (r.Text(0), r.Maybe<Guid>(1)), cancellationToken);
            var isSameLife = life is not null && life == mark.Life;
            switch (status)
            {
                case "committed":
                    // After a crash the id may belong to another transaction.
                    return isSameLife ? WriteOutcome.Done : WriteOutcome.Unknown;
                case "aborted":
                    return WriteOutcome.NotDone;
                case "in progress" when !isSameLife && life is not null && mark.Life is not null:
                    return WriteOutcome.NotDone; // a transaction in progress at a crash is rolled back: its id belongs to another one now
                case "in progress":
                    if (isLate)
                    {
                        await connection.Statement(EndTransaction, mark.ProcessId, Text(mark.Id)).RunAsync(cancellationToken);
                    }

                    return null;
                default:
                    return WriteOutcome.Unknown; // older than the server's records
            }
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
        {
            return WriteOutcome.NotDone; // a future id: a crash rolled this transaction back
        }
    }

    private async ValueTask<WriteOutcome> TryAsync(
        Func<NpgsqlConnection, bool, CancellationToken, ValueTask<WriteOutcome?>> ask)
    {
        using var limit = new CancellationTokenSource(timeout);
        var began = TimeProvider.System.GetTimestamp();
        var pause = FirstPause;
        try
        {
            while (true)
            {
                try
                {
                    await using var connection = await pool.OpenConnectionAsync(limit.Token);
                    var isLate = TimeProvider.System.GetElapsedTime(began) >= TimeToFinish;
                    if (await ask(connection, isLate, limit.Token) is { } found)
                    {
                        return found;
                    }
                }
                catch (Exception e) when (StoreFaults.IsTransient(e))
                {
                    // The database may be restarting.
                }

                await Task.Delay(pause, limit.Token);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return WriteOutcome.Unknown;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return WriteOutcome.Unknown; // a fault of the look-up is not one of the write: callers retry on faults
        }
    }

    private static string Text(ulong id) => id.ToString(CultureInfo.InvariantCulture);
}
