namespace Orleans.Batch.Loading;

/// <summary>Files with users' data: only their owner may read them, under any umask.</summary>
internal static class PrivateFile
{
    /// <summary>Opens a new file for writing. An existing file is emptied, and keeps its mode.</summary>
    public static FileStream Create(string path, FileShare share, int bufferSize = 4_096)
    {
        var how = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = share, BufferSize = bufferSize };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, how);
    }
}
