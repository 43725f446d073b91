using Orleans.Batch.PostgreSql.Schema;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.Server.Settings;

namespace Orleans.Batch.Server.Databases;

/// <summary>
/// Requires the schema that the first start of a server creates: a command on an empty database would only show that
/// nothing is in it, and after an interrupted restore the restore could not be run again.
/// </summary>
internal static class ExistingSchema
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    /// <exception cref="ServerRefusalException">The database has no schema.</exception>
    public static Task RequireAsync(
        string connectionString, ServerSettings settings, ILoggerFactory logging, CancellationToken cancellationToken) =>
        AwaitAsync(connectionString, settings, TimeSpan.Zero, logging, cancellationToken);

    /// <summary>Waits for the process that uses the database, which may be starting or restoring.</summary>
    /// <inheritdoc cref="RequireAsync"/>
    public static async Task AwaitAsync(
        string connectionString, ServerSettings settings, TimeSpan maxWait, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var clock = TimeProvider.System;
        var retry = new StartRetry(logging.CreateLogger<StartRetry>(), clock);
        var began = clock.GetTimestamp();
        while (!await retry.RunAsync(
            "looking for the schema", () => DatabaseContents.HasSchemaAsync(connectionString, cancellationToken), cancellationToken))
        {
            if (clock.GetElapsedTime(began) >= maxWait)
            {
                throw new ServerRefusalException(ExitCodes.BadSetting, Refusal(settings));
            }

            await Task.Delay(Poll, clock, cancellationToken);
        }
    }

    private static string Refusal(ServerSettings settings) => settings.ConnectionString is not null
        ? $"There is no data of a server in {UsedDatabase.Describe(settings)}, and this command creates none. "
            + "Name the server's database there, or start a server on this one first."
        : $"The database in {UsedDatabase.Describe(settings)} is empty: a restore, or the first start of a server, did not complete. "
            + "Run that again, or give the server's directory with --data-dir.";
}
