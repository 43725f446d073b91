using System.Text;

namespace Orleans.Batch.Loading;

/// <summary>
/// The records of an import in a private temporary file: one a line, and behind a tab its place in the source. Groups
/// of records are put into the order of their times. Memory holds 16 bytes a group.
/// </summary>
internal sealed class ImportSpool : IDisposable
{
    private const int BufferBytes = 128 * 1024;

    private readonly List<(long Time, long Start)> _groups = [];
    private readonly string _path = NewPath();
    private FileStream? _file;
    private bool _backward;

    /// <summary>Creates the file.</summary>
    public ImportSpool() => _file = PrivateFile.Create(_path, FileShare.None, BufferBytes);

    /// <summary>Begins a group. One without a time stays behind the group before it.</summary>
    public void Group(DateTimeOffset? at)
    {
        var before = _groups.Count > 0 ? _groups[^1].Time : long.MinValue;
        var time = at?.UtcTicks ?? before;
        _backward |= time < before;
        _groups.Add((time, _file!.Position));
    }

    /// <summary>Writes a record.</summary>
    /// <param name="record">Its line, without a tab: JSON has none outside of white space.</param>
    /// <param name="place">Its place.</param>
    public void Write(ReadOnlySpan<byte> record, string place)
    {
        _file!.Write(record);
        _file.WriteByte((byte)'\t');
        _file.Write(Encoding.UTF8.GetBytes(place.ReplaceLineEndings(" ").Replace('\t', ' ')));
        _file.WriteByte((byte)'\n');
    }

    /// <summary>After the last record: the file, in order. The caller owns it.</summary>
    public string Complete()
    {
        var length = _file!.Position;
        _file.Dispose();
        _file = null;
        if (!_backward)
        {
            return _path;
        }

        // What stands before the first group comes first.
        var sorted = NewPath();
        var groups = _groups.Select((g, i) => (g.Time, g.Start, End: i + 1 < _groups.Count ? _groups[i + 1].Start : length)).ToArray();
        using (var from = File.OpenRead(_path))
        using (var to = PrivateFile.Create(sorted, FileShare.None, BufferBytes))
        {
            Copy(from, to, 0, _groups[0].Start);
            foreach (var (_, start, end) in groups.OrderBy(g => g.Time))
            {
                Copy(from, to, start, end);
            }
        }

        File.Delete(_path);
        return sorted;
    }

    /// <summary>Removes the file, unless <see cref="Complete"/> has given it away.</summary>
    public void Dispose()
    {
        if (_file is not null)
        {
            _file.Dispose();
            File.Delete(_path);
        }
    }

    private static void Copy(FileStream from, FileStream to, long start, long end)
    {
        from.Position = start;
        Span<byte> buffer = stackalloc byte[4_096];
        while (start < end)
        {
            var part = buffer[..(int)Math.Min(buffer.Length, end - start)];
            from.ReadExactly(part);
            to.Write(part);
            start += part.Length;
        }
    }

    private static string NewPath() => Path.Combine(Path.GetTempPath(), $"orleans-batch-import-{Guid.NewGuid():N}");
}
