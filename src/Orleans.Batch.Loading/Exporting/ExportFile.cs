using System.IO.Compression;

namespace Orleans.Batch.Loading;

/// <summary>A file that is written completely or not at all: written under another name, flushed to disk, then renamed.</summary>
internal sealed class ExportFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;

    /// <summary>Creates a file; gzip when its name ends in <c>.gz</c>.</summary>
    /// <exception cref="LoadException">The file exists already.</exception>
    public ExportFile(string path)
    {
        if (File.Exists(path))
        {
            throw new LoadException($"{path} exists already. It was left as it is; choose another name.");
        }

        _path = path;
        _file = PrivateFile.Create(Unfinished, FileShare.None, 256 * 1024);
        Content = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(_file, CompressionLevel.Fastest, leaveOpen: true)
            : _file;
    }

    /// <summary>The stream to write to.</summary>
    public Stream Content { get; }

    private string Unfinished => _path + ".partial";

    /// <summary>Renames it to its final name. Until then it is removed when disposed.</summary>
    /// <returns>Its size in bytes.</returns>
    public long Complete()
    {
        if (Content != _file)
        {
            Content.Dispose();
        }

        _file.Flush(flushToDisk: true);
        var bytes = _file.Length;
        _file.Dispose();
        File.Move(Unfinished, _path);
        return bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Content != _file)
        {
            Content.Dispose();
        }

        _file.Dispose();
        File.Delete(Unfinished);
    }
}
