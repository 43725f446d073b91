using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>
/// The rejects of one load, one JSON object a line: <c>line</c>, <c>field</c>, <c>code</c>, <c>message</c> and the raw
/// line, cut when long; of an import <c>place</c> instead of <c>line</c>. Every run writes a new file; there is none when nothing was rejected.
/// </summary>
internal sealed class RejectsFile : IDisposable
{
    private const int KeptCharacters = 1_000;
    private const int KeptLines = 20;

    // People read it: a quote stays a quote.
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<RejectedLine> _first = [];
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

    /// <summary>The first of them.</summary>
    public IReadOnlyList<RejectedLine> First
    {
        get
        {
            lock (_lock)
            {
                return [.. _first];
            }
        }
    }

    /// <summary>Adds one line.</summary>
    /// <param name="line">Its number.</param>
    /// <param name="raw">Its content; may be empty.</param>
    /// <param name="cut">Whether that is only its beginning.</param>
    /// <param name="problem">What is wrong with it.</param>
    /// <param name="place">Of an import, its place in the source.</param>
    public void Add(long line, ReadOnlySpan<byte> raw, bool cut, LineError problem, string? place = null)
    {
        var text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, KeptCharacters * 4)]);
        var kept = text.Length > KeptCharacters ? text[..KeptCharacters] : text;
        lock (_lock)
        {
            _stream ??= new BufferedStream(PrivateFile.Create(Path, FileShare.Read), 64 * 1024);
            if (_first.Count < KeptLines)
            {
                _first.Add(new(place ?? $"line {line:N0}", problem, kept));
            }

            using (var writer = new Utf8JsonWriter(_stream, Readable))
            {
                writer.WriteStartObject();
                if (place is null)
                {
                    writer.WriteNumber("line", line);
                }
                else
                {
                    writer.WriteString("place", place);
                }

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
