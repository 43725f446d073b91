using Microsoft.Extensions.Logging;
using Npgsql;

namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>A database that the operator runs, and that may start later than this process.</summary>
public static partial class OperatorDatabase
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Waits, a minute at most, until it accepts connections; throws at once on a refusal that waiting cannot change.</summary>
    /// <exception cref="DatabaseRefusedException">It cannot be used.</exception>
    public static async Task AwaitAsync(
        string connectionString, ILoggerFactory logging, TimeProvider clock, CancellationToken cancellationToken)
    {
        var settings = Parse(connectionString);
        var logger = logging.CreateLogger(typeof(OperatorDatabase));
        var began = clock.GetTimestamp();
        while (true)
        {
            try
            {
                await using var connection = new NpgsqlConnection(settings.ConnectionString);
                await connection.OpenAsync(cancellationToken);
                RequireVersion(connection.PostgreSqlVersion);
                return;
            }
            catch (NpgsqlException e) when (MayPass(e) && clock.GetElapsedTime(began) < MaxWait)
            {
                LogWaiting(logger, settings.Host ?? "", e.Message);
            }
            catch (NpgsqlException e)
            {
                throw new DatabaseRefusedException(
                    $"The database of ConnectionStrings__Batch (host {settings.Host}, database {settings.Database}) " +
                    $"cannot be used: {e.Message}",
                    e);
            }

            await Task.Delay(Pause, clock, cancellationToken);
        }
    }

    /// <summary>The host, port, database and schema, without user and password.</summary>
    /// <exception cref="DatabaseRefusedException">It is not a connection string.</exception>
    public static string Describe(string connectionString)
    {
        var settings = Parse(connectionString);

        // PostgreSQL's default database has the user's name.
        return $"host {settings.Host}, port {settings.Port}, database {settings.Database ?? settings.Username}, schema {Database.SchemaName}";
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        const string example = "Example: Host=db.internal;Username=batch;Password=...;Database=orleans_batch";
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false };
            return !string.IsNullOrWhiteSpace(settings.Host)
                ? settings
                : throw new DatabaseRefusedException($"ConnectionStrings__Batch names no Host. {example}") { IsSetting = true };
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // Without the exception's message: it could contain the password.
            throw new DatabaseRefusedException(
                $"ConnectionStrings__Batch is not a connection string that Npgsql understands. {example}") { IsSetting = true };
        }
    }

    private static void RequireVersion(Version version)
    {
        if (version.Major < 14)
        {
            throw new DatabaseRefusedException($"PostgreSQL 14 or newer is needed; this one is {version}.");
        }
    }

    // Wrong password, no such database, no such role: reported at once.
    private static bool MayPass(NpgsqlException e) =>
        e is not PostgresException p || p.IsTransient || p.SqlState.StartsWith("57P", StringComparison.Ordinal);

    [LoggerMessage(1521, LogLevel.Warning, "The database at {Host} does not answer yet: {Reason}")]
    private static partial void LogWaiting(ILogger logger, string host, string reason);
}
