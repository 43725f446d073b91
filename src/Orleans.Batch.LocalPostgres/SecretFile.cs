using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.LocalPostgres;

/// <summary>Small files that only their owner may read.</summary>
public static class SecretFile
{
    /// <summary>256 random bits as text that needs no quoting anywhere.</summary>
    public static string NewSecret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));

    /// <summary>Reads the secret, or returns null if there is none.</summary>
    public static string? TryRead(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        var text = File.ReadAllText(path).Trim();
        return text.Length > 0 ? text : null;
    }

    /// <summary>Writes the secret completely or not at all: a crash leaves the old file or the new one.</summary>
    public static void Write(string path, string secret)
    {
        var unfinished = path + ".new";
        File.Delete(unfinished); // so that the file is created with the mode below
        var how = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
        {
            how.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(unfinished, how))
        {
            file.Write(Encoding.UTF8.GetBytes(secret + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
