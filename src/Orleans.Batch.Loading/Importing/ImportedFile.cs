namespace Orleans.Batch.Loading;

/// <summary>The records of an import in their private temporary file, which is removed with it.</summary>
/// <param name="path">The file.</param>
/// <param name="leftOut">What the importer left out on purpose, and how often.</param>
internal sealed class ImportedFile(string path, IReadOnlyDictionary<string, long> leftOut) : IDisposable
{
    // Only rejected and failed records are looked for, so a short search from here is enough.
    private const int LinesAMark = 1_000;

    private readonly List<long> _marks = [];

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>What the importer left out on purpose, and how often.</summary>
    public IReadOnlyDictionary<string, long> LeftOut => leftOut;

    /// <summary>Opens the records.</summary>
    public ImportRecordReader Open(out Func<double> position) => new(new LineReader(FileContent.Open(path, out position)));

    /// <summary>The place in the source of the record on this line, from 1.</summary>
    public string PlaceOf(long line)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (_marks.Count == 0)
        {
            Mark(file);
        }

        var mark = Math.Min((int)((line - 1) / LinesAMark), _marks.Count - 1);
        file.Position = _marks[mark];
        using var reader = new ImportRecordReader(new LineReader(file));
        for (var at = (long)mark * LinesAMark; at < line && reader.TryRead(out _); at++)
        {
        }

        return reader.Place;
    }

    /// <inheritdoc/>
    public void Dispose() => File.Delete(path);

    private void Mark(FileStream file)
    {
        _marks.Add(0);
        var buffer = new byte[128 * 1024];
        var lines = 0L;
        for (long begin = 0; file.Read(buffer) is > 0 and var read; begin += read)
        {
            for (var i = 0; i < read; i++)
            {
                if (buffer[i] == (byte)'\n' && ++lines % LinesAMark == 0)
                {
                    _marks.Add(begin + i + 1);
                }
            }
        }
    }
}
