using Orleans.Batch.Server.Settings;

namespace Orleans.Batch.Server.Backups;

/// <summary>Backup and restore apply only to the database that the server runs itself.</summary>
internal static class PrivateOnly
{
    /// <summary>Refuses an external database.</summary>
    /// <exception cref="ServerRefusalException">ConnectionStrings__Batch is set.</exception>
    public static void Require(ServerSettings settings, string what)
    {
        if (settings.ConnectionString is not null)
        {
            throw new ServerRefusalException(
                ExitCodes.BadSetting,
                $"{what} is for the private database, but ConnectionStrings__Batch names one of your own. Use its own means: "
                + "pg_dump and pg_restore, or that server's own backups.");
        }
    }
}
