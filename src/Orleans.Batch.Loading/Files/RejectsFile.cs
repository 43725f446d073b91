using System.Text;
using System.Text.Json;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>
/// The rejects of one load, one JSON object a line: <c>line</c>, <c>field</c>, <c>code</c>, <c>message</c> and the raw
/// line, cut when long. Every run writes a new file; there is none when nothing was rejected.
/// </summary>
internal sealed class RejectsFile : IDisposable
{
    private const int KeptCharacters = 1_000;
    private readonly Lock _lock = new();
    private Stream? _stream;

    /// <summary>Creates the rejects of this path, and removes those of an earlier run.</summary>
    public RejectsFile(string path)
    {
        Path = path;
        File.Delete(path);
    }

    /// <summary>The path of the file, if <see cref="Count"/> is not zero.</summary>
    public string Path { get; }

    /// <summary>Lines rejected so far.</summary>
    public long Count { get; private set; }

    /// <summary>Adds one line.</summary>
    public void Add(long line, ReadOnlySpan<byte> raw, bool cut, LineError problem)
    {
        var text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, KeptCharacters * 4)]);
        var kept = text.Length > KeptCharacters ? text[..KeptCharacters] : text;
        lock (_lock)
        {
            _stream ??= new BufferedStream(PrivateFile.Create(Path, FileShare.Read), 64 * 1024);
            using (var writer = new Utf8JsonWriter(_stream))
            {
                writer.WriteStartObject();
                writer.WriteNumber("line", line);
                writer.WriteString("field", problem.Field);
                writer.WriteString("code", problem.Code);
                writer.WriteString("message", problem.Message);
                if (!raw.IsEmpty)
                {
                    writer.WriteString("raw", kept);
                    writer.WriteBoolean("raw_cut", cut || kept.Length < text.Length || raw.Length > KeptCharacters * 4);
                }

                writer.WriteEndObject();
            }

            _stream.WriteByte((byte)'\n');
            Count++;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _stream?.Dispose();
}
