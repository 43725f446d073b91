using Orleans.Batch.LocalPostgres;
using Orleans.Batch.Server.Settings;

namespace Orleans.Batch.Server.Databases;

/// <summary>
/// The data directory of a command that needs a server's data: a directory without any is refused before anything is
/// created in it, because it is the wrong one.
/// </summary>
internal static class ExistingData
{
    private const string Remedy =
        "This command needs the data of a server, and creates none. Give the server's directory with --data-dir, or start a "
        + "server on this one first.";

    private const string ExternalRemedy = " To use a PostgreSQL of your own, set ConnectionStrings__Batch.";

    /// <summary>Takes the directory's lock; null if another process holds it, such as a running server.</summary>
    /// <param name="settings">Which directory.</param>
    /// <param name="acceptsExternal">Whether the command also works with an external database.</param>
    /// <exception cref="ServerRefusalException">There is no database; nothing was created.</exception>
    /// <exception cref="PrivatePostgresException">The directory cannot be read, or belongs to another user.</exception>
    public static DataDirectoryLock? TryLock(ServerSettings settings, bool acceptsExternal)
    {
        var directory = DataDirectory.At(settings.DataDirectory);
        if (FindProblem(directory, settings) is not { } problem)
        {
            return DataDirectoryLock.TryAcquire(directory);
        }

        return IsStarting(directory) ? null : throw new ServerRefusalException(
            ExitCodes.BadSetting, $"{problem} {Remedy}{(acceptsExternal ? ExternalRemedy : "")}");
    }

    private static string? FindProblem(DataDirectory directory, ServerSettings settings)
    {
        try
        {
            return FindProblem(directory, settings.DataDirectoryText);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PrivatePostgresException(
                $"The user {Environment.UserName} cannot read the data directory {settings.DataDirectoryText}: {e.Message} "
                + "Run the command as the user of the server, or give another directory with --data-dir.", e);
        }
    }

    // A server that starts for the first time takes the lock before it creates the database.
    private static bool IsStarting(DataDirectory directory)
    {
        if (!File.Exists(directory.LockFile))
        {
            return false;
        }

        using var taken = DataDirectoryLock.TryAcquire(directory);
        return taken is null;
    }

    private static string? FindProblem(DataDirectory directory, string text)
    {
        if (!Exists(directory.Root))
        {
            return $"There is no directory {text}.";
        }

        if (!Directory.Exists(directory.Root))
        {
            return $"{text} is not a directory.";
        }

        if (Exists(directory.ClusterPath))
        {
            return null;
        }

        if (Exists(Path.Combine(directory.Root, "PG_VERSION")))
        {
            return $"{text} has PostgreSQL's own files. The data directory is the one around it: {Path.GetDirectoryName(directory.Root)}.";
        }

        return !Directory.EnumerateFileSystemEntries(directory.Root).Any() ? $"The directory {text} is empty."
            : Exists(directory.LockFile) ? $"The directory {text} has no database: the first start of a server did not complete."
            : $"The directory {text} is not a server's: it has no database.";
    }

    // Directory.Exists and File.Exists alone also answer false where access is denied.
    private static bool Exists(string path)
    {
        try
        {
            _ = File.GetAttributes(path);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
