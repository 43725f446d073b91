using System.Globalization;

namespace Orleans.Batch.LocalPostgres;

/// <summary>
/// Locks a data directory for one process. The operating system releases the lock when the process ends, for any reason.
/// </summary>
public sealed class DataDirectoryLock : IDisposable
{
    private readonly FileStream _file;
    private readonly string _holderFile;

    private DataDirectoryLock(FileStream file, string holderFile)
    {
        _file = file;
        _holderFile = holderFile;
    }

    /// <summary>Takes the lock at once, or throws and names the holder.</summary>
    /// <param name="directory">The data directory, which must exist.</param>
    /// <exception cref="DataDirectoryInUseException">Another process holds it.</exception>
    public static DataDirectoryLock Acquire(DataDirectory directory) =>
        TryAcquire(directory) ?? throw new DataDirectoryInUseException(
            $"The data directory {directory.Root} is in use by {Holder(directory)}. " +
            "Stop that server first, or give this one a directory of its own with --data-dir.");

    /// <summary>Takes the lock, or returns null if another process holds it.</summary>
    /// <param name="directory">The data directory, which must exist.</param>
    /// <exception cref="PrivatePostgresException">The directory belongs to another user, or cannot be written.</exception>
    public static DataDirectoryLock? TryAcquire(DataDirectory directory)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(directory.LockFile, LockOptions());
            File.WriteAllText(
                directory.HolderFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture) + "\n");
            return new DataDirectoryLock(file, directory.HolderFile);
        }
        catch (UnauthorizedAccessException e)
        {
            file?.Dispose();
            throw new PrivatePostgresException(
                $"The data directory {directory.Root} belongs to another user: {e.Message} " +
                "Run as that user, or choose another with --data-dir.", e);
        }
        catch (IOException) when (file is null && File.Exists(directory.LockFile))
        {
            return null;
        }
        catch (IOException e) when (file is not null)
        {
            file.Dispose();
            throw new PrivatePostgresException($"The data directory {directory.Root} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Releases the directory.</summary>
    public void Dispose()
    {
        // The lock file stays: removing it would let two processes lock two files of one name.
        File.Delete(_holderFile);
        _file.Dispose();
    }

    // Private, so that no other user of the machine can open and lock it.
    private static FileStreamOptions LockOptions()
    {
        var how = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return how;
    }

    private static string Holder(DataDirectory directory)
    {
        try
        {
            var text = File.ReadAllText(directory.HolderFile).Trim();
            return text.Length > 0 ? $"another Orleans.Batch process (pid {text})" : "another Orleans.Batch process";
        }
        catch (IOException)
        {
            return "another Orleans.Batch process";
        }
    }
}
