using System.Net.Sockets;
using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>Tells faults that pass from those that do not.</summary>
internal static class StoreFaults
{
    // Npgsql has no other sign of it.
    private const string PoolIsEmpty = "The connection pool has been exhausted";

    /// <summary>Whether trying again later can help without anybody changing the data or the program.</summary>
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
        _ => false,
    };

    /// <summary>Runs a store operation; a fault that passes becomes <see cref="TransientStoreException"/>.</summary>
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

    // A session that begins on a full disk: before PostgreSQL 16 an internal error (XX000), without the reason. Neither the
    // function nor the state depends on the language of the messages.
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
