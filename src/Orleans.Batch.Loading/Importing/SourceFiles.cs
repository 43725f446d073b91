using System.IO.Compression;

namespace Orleans.Batch.Loading;

/// <summary>A file of a source.</summary>
/// <param name="Name">Its path in the folder or archive, with slashes.</param>
/// <param name="Open">Opens it for one pass.</param>
internal sealed record SourceFile(string Name, Func<Stream> Open)
{
    /// <summary>Its name without folders.</summary>
    public string Last => Name[(Name.LastIndexOf('/') + 1)..];

    /// <summary>The name of the folder that holds it; empty at the top.</summary>
    public string Folder => Name.Split('/') is [.., var folder, _] ? folder : "";

    /// <summary>Whether its name ends like this.</summary>
    public bool Ends(string extension) => Name.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}

/// <summary>The files of a source, by name: one file, those of a folder, or those of a zip archive, which is not unpacked to disk.</summary>
internal sealed class SourceFiles : IDisposable
{
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true, IgnoreInaccessible = false, AttributesToSkip = FileAttributes.ReparsePoint,
    };

    private readonly ZipArchive? _zip;

    private SourceFiles(IEnumerable<SourceFile> files, ZipArchive? zip = null)
    {
        _zip = zip;
        All = [.. files.Where(f => !f.Name.StartsWith("__MACOSX/", StringComparison.Ordinal)).OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    /// <summary>The files, in the order of their names.</summary>
    public IReadOnlyList<SourceFile> All { get; }

    /// <summary>Whether the source is one file, which may have any name.</summary>
    public bool IsOne { get; private init; }

    /// <summary>Opens a source.</summary>
    /// <exception cref="InvalidDataException">The archive is damaged.</exception>
    public static SourceFiles Open(string path)
    {
        if (Directory.Exists(path))
        {
            return new(Directory.EnumerateFiles(path, "*", Everything).Select(f => new SourceFile(
                Path.GetRelativePath(path, f).Replace('\\', '/'), () => FileContent.Open(f, out _))));
        }

        if (!IsZip(path))
        {
            return new([new(Path.GetFileName(path), () => FileContent.Open(path, out _))]) { IsOne = true };
        }

        try
        {
            var zip = ZipFile.OpenRead(path);
            return new(zip.Entries.Where(e => !e.FullName.EndsWith('/')).Select(e => new SourceFile(e.FullName.Replace('\\', '/'), e.Open)), zip);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path} is a damaged or incomplete zip archive; download it again.", e);
        }
    }

    /// <summary>Whether a file begins as a zip archive.</summary>
    public static bool IsZip(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        Span<byte> magic = stackalloc byte[4];
        return file.ReadAtLeast(magic, 4, throwOnEndOfStream: false) == 4 && magic is [0x50, 0x4B, 3 or 5, 4 or 6];
    }

    /// <inheritdoc/>
    public void Dispose() => _zip?.Dispose();
}
