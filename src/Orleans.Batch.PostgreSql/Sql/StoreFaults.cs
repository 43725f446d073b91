using System.Data;
using System.Net.Sockets;
using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>Distinguishes transient faults from permanent ones.</summary>
internal static class StoreFaults
{
    // Npgsql gives no other sign of these.
    private const string PoolIsEmpty = "The connection pool has been exhausted";
    private const string SessionHasEnded = "Connection is not open";

    /// <summary>Whether a later retry can help without a change of the data or the program.</summary>
    public static bool IsTransient(Exception e) => e switch
    {
        // 08 connection, 53 insufficient resources (disk full, too many connections), 57P shutdown and restart,
        // 40 serialization failure and deadlock, 55P03 lock not available, 58 system error (I/O), 25006 read-only,
        // 25P03 idle in a transaction (this process was suspended), 57014 ended by an operator or statement_timeout.
        PostgresException p => p.IsTransient
            || p.SqlState.StartsWith("08", StringComparison.Ordinal)
            || p.SqlState.StartsWith("53", StringComparison.Ordinal)
            || p.SqlState.StartsWith("57P", StringComparison.Ordinal)
            || p.SqlState.StartsWith("58", StringComparison.Ordinal)
            || p.SqlState.StartsWith("40", StringComparison.Ordinal)
            || p.SqlState is "55P03" or "25006" or "25P03" or "57014"
            || IsInitFile(p),
        NpgsqlException or TimeoutException or SocketException or IOException => true,

        // A statement on a connection that broke since the last one: reported as misuse.
        InvalidOperationException { Source: "Npgsql", Message: SessionHasEnded } => true,
        _ => false,
    };

    /// <summary>The fault as one that less work could avoid; null if less work would not help.</summary>
    /// <param name="e">The fault.</param>
    /// <param name="connection">
    /// Where the fault occurred. If it still works, a command that reached its time limit took too long; otherwise the database
    /// does not answer, independent of the work.
    /// </param>
    public static WorkTooLargeException? TooLarge(Exception e, NpgsqlConnection connection)
    {
        var reason = e switch
        {
            OutOfMemoryException or NpgsqlException { InnerException: OutOfMemoryException } => "the server has not enough memory for it",
            PostgresException { SqlState: "53200" } => "the database has not enough memory for it",

            // 57014: ended by statement_timeout, or by an operator; the two share one code.
            PostgresException { SqlState: "57014" } => "the database ended it as taking too long",
            NpgsqlException { InnerException: TimeoutException } when connection.State == ConnectionState.Open =>
                "the database takes too long for it",

            // 54: program limit exceeded. A value beyond 1 GB has no code of its own.
            PostgresException p when p.SqlState.StartsWith("54", StringComparison.Ordinal)
                || (p.SqlState == "XX000" && p.MessageText.StartsWith("invalid memory alloc request size", StringComparison.Ordinal)) =>
                $"it is beyond what the database can hold ({p.MessageText})",
            _ => null,
        };
        return reason is null ? null : new WorkTooLargeException(reason, e);
    }

    /// <summary>Whether the fault is about the work, or a part of it: a group is then halved until the part is isolated.</summary>
    public static bool IsAboutTheWork(Exception e, NpgsqlConnection connection) =>
        (e is PostgresException && !IsTransient(e)) || TooLarge(e, connection) is not null;

    /// <summary>Runs a store operation; a transient fault becomes <see cref="TransientStoreException"/>.</summary>
    public static async ValueTask<T> Translate<T>(Func<ValueTask<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception e) when (IsTransient(e))
        {
            throw new TransientStoreException(Describe(e), e);
        }
    }

    /// <summary>Returns a translation of faults; a transient one becomes <see cref="TransientStoreException"/>.</summary>
    /// <param name="message">What cannot be done, as in "items cannot be committed now".</param>
    public static Func<Exception, Exception> TranslateTo(string message) =>
        e => IsTransient(e) ? new TransientStoreException(message, e) : e;

    // A session that starts on a full disk: before PostgreSQL 16 an internal error (XX000), without the reason. The
    // function and the state do not depend on the language of the messages.
    private static bool IsInitFile(PostgresException e) =>
        e is { SqlState: PostgresErrorCodes.InternalError, Routine: "write_item" or "write_relcache_init_file", File: "relcache.c" };

    private static string Describe(Exception e) => e switch
    {
        PostgresException { SqlState: "53100" } => "the database's disk is full",
        PostgresException p when IsInitFile(p) => "the database cannot write to its disk, which is probably full",
        PostgresException { SqlState: "53300" } =>
            "the database has no connection left for this process: raise its max_connections, or lower the Database:*Connections of the processes on it",
        NpgsqlException { InnerException: TimeoutException } n when n.Message.StartsWith(PoolIsEmpty, StringComparison.Ordinal) =>
            "all connections that this process may have for this are in use (Database:*Connections)",
        _ when OpenFileLimit.IsReached(e) =>
            "this server can open no more files and connections: raise its limit (ulimit -n), or lower Gateway:MaxConcurrentConnections",
        _ => "the database cannot be reached or cannot finish now",
    };
}
