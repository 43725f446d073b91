using System.Buffers;
using System.Text;

namespace Orleans.Batch.LocalPostgres;

/// <summary>The place of the local socket: in the data directory, or elsewhere if that path is unsuitable.</summary>
internal static class SocketDirectory
{
    private const int LongestSocketPath = 107;
    private const string SocketName = "/.s.PGSQL.5432";

    // A comma separates hosts and directories in both configurations, and quotes end them.
    private static readonly SearchValues<char> Separators = SearchValues.Create("',;=\"\\\n");

    public static string For(DataDirectory directory)
    {
        var inside = Path.Combine(directory.Root, "socket");
        if (Fits(inside))
        {
            return inside;
        }

        // Only root can write to /run, so no other user can have created it.
        var parent = Environment.IsPrivilegedProcess && Directory.Exists("/run") ? "/run" : "/tmp";
        return $"{parent}/orleans-batch-{directory.Fingerprint}";
    }

    public static async Task CreateAsync(string path, ProgramUser user, CancellationToken cancellationToken)
    {
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        try
        {
            Directory.CreateDirectory(path, ownerOnly);
            if (new DirectoryInfo(path).LinkTarget is not null)
            {
                throw new PrivatePostgresException($"{path} is a link; the socket is not put behind it. Remove it.");
            }

            // Fails on another user's directory, which must not contain the socket.
            File.SetUnixFileMode(path, ownerOnly);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PrivatePostgresException($"The socket directory {path} cannot be used: {e.Message}", e);
        }

        await user.ChangeOwnerAsync(path, cancellationToken);
    }

    /// <summary>Removes a socket directory outside the data directory, once it is empty.</summary>
    public static void RemoveOutside(DataDirectory directory)
    {
        var path = For(directory);
        try
        {
            if (!path.StartsWith(directory.Root, StringComparison.Ordinal) && Directory.Exists(path))
            {
                Directory.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not empty: PostgreSQL is still ending. The next start reuses it.
        }
    }

    private static bool Fits(string path) =>
        Encoding.UTF8.GetByteCount(path + SocketName) <= LongestSocketPath
        && path.AsSpan().IndexOfAny(Separators) < 0;
}
