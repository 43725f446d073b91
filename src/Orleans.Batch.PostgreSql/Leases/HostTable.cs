using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Leases;

/// <summary>The statements on the table of ingesting hosts.</summary>
internal static class HostTable
{
    private const string Connected =
        "EXISTS (SELECT FROM pg_stat_activity a WHERE a.pid = h.backend_pid AND a.backend_start = h.backend_start)";

    // A host renews every 5 s, and a second after a failure. One that has not for 7 s and has no connection is dead; where
    // the connection hangs on (a machine that is gone), so is one whose 15 s are over.
    private const string Dead =
        $"(h.expires_at <= sql_now() OR h.expires_at <= sql_now() + interval '8 seconds' AND NOT {Connected})";

    // Nobody joins, leaves or is buried meanwhile; renewals wait for the moment it takes.
    private const string Gate = "LOCK TABLE ingest_host IN EXCLUSIVE MODE";

    // Adopting locks graphs: behind one that a suspended host still holds, renewals would wait too long.
    private const string NotForLong = "SET LOCAL lock_timeout = '3s'";

    private const string OwnSessions = $"right(current_setting('application_name'), {Database.MarkLength})";

    // A host that stands still in the middle of what it sends keeps the locks of that transaction, and no time-out that
    // PostgreSQL has before its version 17 counts then. Whatever it still says would meet the fence.
    // The one that kept the lease may be gone before the others are.
    private const string EndSessions =
        $"""
        SELECT pg_terminate_backend(s.pid)
        FROM ingest_host h
        JOIN pg_stat_activity s ON s.datname = current_database() AND right(s.application_name, {Database.MarkLength}) = h.sessions
        WHERE h.holder = ANY($1) AND h.sessions <> {OwnSessions}
        """;

    // After a restart of the database every host is without a connection until it renews.
    private const string Read =
        $"""
        SELECT h.host_number, h.holder, h.cluster, h.description, h.expires_at > sql_now() AND {Connected},
               {Dead} AND pg_postmaster_start_time() < clock_timestamp() - interval '15 seconds'
        FROM ingest_host h WHERE h.holder <> $1 ORDER BY h.host_number
        """;

    private const string Take =
        $"""
        INSERT INTO ingest_host (host_number, holder, cluster, description, backend_pid, backend_start, sessions, expires_at)
        SELECT $1, $2, $3, $4, a.pid, a.backend_start, {OwnSessions}, sql_now() + interval '15 seconds'
        FROM pg_stat_activity a WHERE a.pid = pg_backend_pid()
        """;

    private const string Renew =
        $"""
        WITH own AS (
            UPDATE ingest_host h
            SET expires_at = sql_now() + interval '15 seconds', backend_pid = a.pid, backend_start = a.backend_start
            FROM pg_stat_activity a WHERE a.pid = pg_backend_pid() AND h.holder = $1
            RETURNING h.host_number)
        SELECT EXISTS (SELECT FROM ingest_host h WHERE h.holder <> $1 AND {Dead})
        FROM own
        """;

    // The last one turns off the light: after it nothing is suspected any more.
    private static readonly string[] LastEnd =
    [
        "UPDATE ingest_state SET unclean_ends = 0 WHERE NOT EXISTS (SELECT FROM ingest_host)",
        "DELETE FROM in_flight WHERE NOT EXISTS (SELECT FROM ingest_host)",
        "DELETE FROM suspect_lane WHERE NOT EXISTS (SELECT FROM ingest_host)",
        "DELETE FROM realtime_in_flight WHERE NOT EXISTS (SELECT FROM ingest_host)",
        "DELETE FROM suspect_graph WHERE NOT EXISTS (SELECT FROM ingest_host)",
    ];

    /// <summary>Keeps all others out until the transaction ends, and reads who they are.</summary>
    public static async ValueTask<List<HostRow>> LockAsync(
        NpgsqlConnection connection, Guid own, CancellationToken cancellationToken)
    {
        await connection.Statement(NotForLong).RunAsync(cancellationToken);
        await connection.Statement(Gate).RunAsync(cancellationToken);
        return await connection.Statement(Read, own).RowsAsync(
            r => new HostRow(r.GetInt16(0), r.GetGuid(1), r.Text(2), r.GetString(3), r.GetBoolean(4), r.GetBoolean(5)),
            cancellationToken);
    }

    /// <summary>Forgets a host's earlier registration.</summary>
    public static async ValueTask RemoveAsync(NpgsqlConnection connection, Guid holder, CancellationToken cancellationToken) =>
        await connection.Statement("DELETE FROM ingest_host WHERE holder = $1", holder).RunAsync(cancellationToken);

    /// <summary>Ends what dead hosts still hold, and forgets them.</summary>
    public static async ValueTask BuryAsync(
        NpgsqlConnection connection, IEnumerable<HostRow> dead, CancellationToken cancellationToken)
    {
        var holders = dead.Select(d => d.Holder).ToArray();
        await connection.Statement(EndSessions, holders).RunAsync(cancellationToken);
        await connection.Statement("DELETE FROM ingest_host WHERE holder = ANY($1)", holders).RunAsync(cancellationToken);
    }

    public static async ValueTask TakeAsync(
        NpgsqlConnection connection, short number, Guid holder, string? cluster, string description, CancellationToken cancellationToken) =>
        await connection.Statement(Take, number, holder, cluster, description).RunAsync(cancellationToken);

    /// <returns>Null when the row is gone; otherwise whether another host is dead.</returns>
    public static ValueTask<bool?> RenewAsync(
        NpgsqlConnection connection, Guid holder, CancellationToken cancellationToken) =>
        connection.Statement(Renew, holder).RowAsync(r => (bool?)r.GetBoolean(0), cancellationToken);

    /// <summary>Notes a clean end.</summary>
    public static async ValueTask LeaveAsync(NpgsqlConnection connection, Guid holder, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.Statement(Gate).RunAsync(cancellationToken);
        if (await connection.Statement("DELETE FROM ingest_host WHERE holder = $1", holder).RunAsync(cancellationToken) == 1)
        {
            await connection.Statement("DELETE FROM in_flight WHERE holder = $1", holder).RunAsync(cancellationToken);
            await connection.Statement("DELETE FROM realtime_in_flight WHERE holder = $1", holder).RunAsync(cancellationToken);
            foreach (var statement in LastEnd)
            {
                await connection.Statement(statement).RunAsync(cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
