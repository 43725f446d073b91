using Npgsql;
using Orleans.Batch.Imports;
using Orleans.Batch.PostgreSql.Imports.Rows;
using Orleans.Batch.PostgreSql.Sql;

namespace Orleans.Batch.PostgreSql.Imports;

/// <summary>
/// Pauses an import while its quiet hours last, and resumes it afterwards. A call that pauses or resumes it takes precedence: one that it
/// paused stays paused, and one that it resumed runs until the next quiet hours.
/// </summary>
internal static class ImportQuietHours
{
    private const string Forget = "UPDATE import SET quiet_until = NULL WHERE import_key = $1";

    /// <summary>Does what its quiet hours demand of an import that the transaction has locked.</summary>
    public static async ValueTask<KeptQuietHours> ApplyAsync(
        NpgsqlConnection connection, LockedImport import, CancellationToken cancellationToken)
    {
        var quiet = await QuietState.GetAsync(connection, import.Key, cancellationToken);
        var end = quiet.End;
        var isHeld = import.Paused && quiet.Until is not null;
        IReadOnlyList<long> changed = [];
        if (end is not null && (isHeld ? quiet.Until != end : !import.Paused && !(quiet.Until > quiet.Now)))
        {
            if (!isHeld && !await IsRunningAsync(connection, import, cancellationToken))
            {
                return new KeptQuietHours([], null);
            }

            changed = await ImportPause.SetAsync(connection, import.Key, paused: true, end, byCaller: false, cancellationToken);
        }
        else if (end is null && isHeld)
        {
            changed = await ImportPause.SetAsync(connection, import.Key, paused: false, null, byCaller: false, cancellationToken);
        }
        else if (end is null && quiet.Until is not null)
        {
            await connection.Statement(Forget, import.Key).RunAsync(cancellationToken);
        }

        return new KeptQuietHours(
            changed, quiet.Hours is null ? null : (end ?? QuietPeriods.NextBegin(quiet.Hours, quiet.Now)) - quiet.Now);
    }

    private static async ValueTask<bool> IsRunningAsync(
        NpgsqlConnection connection, LockedImport import, CancellationToken cancellationToken) =>
        !import.Canceled && (await ImportRows.GetAsync(connection, import.Key, cancellationToken)).Status <= ImportStatus.Processing;
}
