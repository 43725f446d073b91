namespace Orleans.Batch.Batches;

/// <summary>
/// A file that disappears with its process, also after a crash, so that no cleanup is needed: its name is removed as
/// soon as it is open (on Windows, where that is impossible, it is deleted when its handle is closed). Only the
/// process's user can open it while it has a name.
/// </summary>
internal static class SpoolFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static FileStream Create(string directory)
    {
        var path = Path.Combine(directory, $"items-{Guid.NewGuid():N}.spool");
        var how = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0, // the spool writes whole buffers itself
        };
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(directory);
            how.Options = FileOptions.DeleteOnClose;
            return new FileStream(path, how);
        }

        Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
        how.UnixCreateMode = OwnerOnly;
        var file = new FileStream(path, how);
        File.Delete(path);
        return file;
    }
}
