using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Guard;

/// <summary>The statements on the table of silos that ingest.</summary>
internal static class SiloTable
{
    /// <summary>The maximum number of silos: their progress slots fit into a smallint.</summary>
    public const int MostSilos = 255;

    // No silo registers, leaves or is adopted meanwhile.
    private const string Gate = "LOCK TABLE ingest_silo IN EXCLUSIVE MODE";

    // Adopting locks graphs, and a suspended silo may still hold one.
    private const string NotForLong = "SET LOCAL lock_timeout = '3s'";

    private const string OwnSessions = $"right(current_setting('application_name'), {Database.MarkLength})";

    // A silo that hangs in the middle of a message keeps the locks of that transaction, and no time-out that
    // PostgreSQL has before version 17 applies then. The fence rejects what it would still send.
    private const string EndSessions =
        $"""
        SELECT pg_terminate_backend(s.pid)
        FROM ingest_silo h
        JOIN pg_stat_activity s ON s.datname = current_database() AND right(s.application_name, {Database.MarkLength}) = h.sessions
        WHERE h.silo = ANY($1) AND h.sessions <> {OwnSessions}
        """;

    // Orleans lets a silo try to join for five minutes.
    private const string Others =
        """
        SELECT silo_number, silo, cluster, description, registered_at < sql_now() - interval '10 minutes'
        FROM ingest_silo
        WHERE silo <> $1
        ORDER BY silo_number
        """;

    private const string Register =
        $"INSERT INTO ingest_silo (silo_number, silo, cluster, description, sessions) VALUES ($1, $2, $3, $4, {OwnSessions})";

    // After the last clean end nothing is suspect any more.
    private static readonly string[] LastEnd =
    [
        "UPDATE ingest_state SET unclean_ends = 0 WHERE NOT EXISTS (SELECT FROM ingest_silo)",
        "DELETE FROM in_flight WHERE NOT EXISTS (SELECT FROM ingest_silo)",
        "DELETE FROM suspect_lane WHERE NOT EXISTS (SELECT FROM ingest_silo)",
        "DELETE FROM realtime_in_flight WHERE NOT EXISTS (SELECT FROM ingest_silo)",
        "DELETE FROM suspect_graph WHERE NOT EXISTS (SELECT FROM ingest_silo)",
    ];

    /// <summary>Excludes all others until the transaction ends.</summary>
    public static async ValueTask LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.Statement(NotForLong).RunAsync(cancellationToken);
        await connection.Statement(Gate).RunAsync(cancellationToken);
    }

    /// <summary>Reads the registrations of all silos but one.</summary>
    public static async ValueTask<List<SiloRow>> ReadOthersAsync(NpgsqlConnection connection, string silo, CancellationToken cancellationToken) =>
        await connection
            .Statement(Others, silo)
            .RowsAsync(r => new SiloRow(r.GetInt16(0), r.GetString(1), r.Text(2), r.GetString(3), r.GetBoolean(4)), cancellationToken);

    public static async ValueTask<bool> IsRegisteredAsync(NpgsqlConnection connection, string silo, CancellationToken cancellationToken) =>
        await connection.Statement("SELECT EXISTS (SELECT FROM ingest_silo WHERE silo = $1)", silo)
            .RowAsync(r => r.GetBoolean(0), cancellationToken);

    /// <summary>Ends the remaining sessions of dead silos, and removes their registrations.</summary>
    public static async ValueTask RemoveAsync(
        NpgsqlConnection connection, IEnumerable<SiloRow> dead, CancellationToken cancellationToken)
    {
        object silos = dead.Select(d => d.Silo).ToArray(); // one parameter for all
        await connection.Statement(EndSessions, silos).RunAsync(cancellationToken);
        await connection.Statement("DELETE FROM ingest_silo WHERE silo = ANY($1)", silos).RunAsync(cancellationToken);
    }

    /// <summary>Registers a silo; a repeat after a lost answer replaces its own row.</summary>
    public static async ValueTask RegisterAsync(
        NpgsqlConnection connection, short number, string silo, string? cluster, string description, CancellationToken cancellationToken)
    {
        await connection.Statement("DELETE FROM ingest_silo WHERE silo = $1", silo).RunAsync(cancellationToken);
        await connection.Statement(Register, number, silo, cluster, description).RunAsync(cancellationToken);
    }

    /// <summary>Records a clean end.</summary>
    public static async ValueTask LeaveAsync(NpgsqlConnection connection, string silo, CancellationToken cancellationToken)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.Statement(Gate).RunAsync(cancellationToken);
        if (await connection.Statement("DELETE FROM ingest_silo WHERE silo = $1", silo).RunAsync(cancellationToken) == 1)
        {
            await connection.Statement("DELETE FROM in_flight WHERE silo = $1", silo).RunAsync(cancellationToken);
            await connection.Statement("DELETE FROM realtime_in_flight WHERE silo = $1", silo).RunAsync(cancellationToken);
            foreach (var statement in LastEnd)
            {
                await connection.Statement(statement).RunAsync(cancellationToken);
            }
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
