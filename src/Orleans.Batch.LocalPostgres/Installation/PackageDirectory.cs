namespace Orleans.Batch.LocalPostgres;

/// <summary>Directories of an unpacked package.</summary>
internal static class PackageDirectory
{
    // All users may read: if the server runs as root, PostgreSQL runs as another user.
    private const UnixFileMode Mode =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Creates a directory and its parents, under any umask.</summary>
    public static void Create(string path)
    {
        if (Directory.Exists(path))
        {
            return;
        }

        if (Path.GetDirectoryName(path) is { } parent)
        {
            Create(parent);
        }

        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, Mode);
        }
    }

    /// <summary>Resolves a path that a package names.</summary>
    /// <exception cref="InvalidDataException">The path leads out of the directory.</exception>
    public static string Resolve(string root, string name)
    {
        var full = Path.GetFullPath(Path.Combine(root, name));
        return full.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full
            : throw new InvalidDataException($"The package names a path outside of itself: {name}.");
    }
}
