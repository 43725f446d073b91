using Npgsql;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.Silo.Serving;

/// <summary>The database before anything runs on it: it may come up later than we do, and several processes start at once.</summary>
internal static class ClusterDatabase
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>Waits for it, brings the schema up to this program's version, and checks what Orleans needs.</summary>
    /// <exception cref="SiloRefusalException">It cannot be used.</exception>
    /// <exception cref="SchemaMismatchException">It is newer than this program, or something of it is missing.</exception>
    public static async Task PrepareAsync(string connectionString, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var began = time.GetTimestamp();
        var (host, name) = Describe(connectionString);
        while (true)
        {
            try
            {
                await using var database = new Database(connectionString);
                await new SchemaMigrator(database).MigrateAsync(cancellationToken);
                await OrleansTables.RequireAsync(database, cancellationToken);
                return;
            }
            catch (Exception e) when (e is NpgsqlException or TransientStoreException)
            {
                if (!MayPass(e) || time.GetElapsedTime(began) > Patience)
                {
                    throw new SiloRefusalException(
                        ExitCodes.Database, $"The database of ConnectionStrings__Batch (host {host}, database {name}) cannot be used: {e.Message}", e);
                }

                await Console.Error.WriteLineAsync($"The database at {host} does not answer yet: {e.Message}");
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    private static (string? Host, string? Name) Describe(string connectionString)
    {
        try
        {
            var parts = new NpgsqlConnectionStringBuilder(connectionString);
            return (parts.Host, parts.Database);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            // Not its message: that could repeat the password.
            throw new SiloRefusalException(
                ExitCodes.BadSetting,
                "ConnectionStrings__Batch is not a connection string that Npgsql understands. " +
                "Example: Host=db.internal;Username=batch;Password=...;Database=orleans_batch");
        }
    }

    // Wrong password, no such database, no such role: told at once.
    private static bool MayPass(Exception e) =>
        e is not PostgresException p || p.IsTransient || p.SqlState.StartsWith("57P", StringComparison.Ordinal);
}
