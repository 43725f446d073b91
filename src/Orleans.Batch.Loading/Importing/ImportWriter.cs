using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Orleans.Batch.Formats.Files;

namespace Orleans.Batch.Loading;

/// <summary>Writes what an importer finds as the records of a load file, each with its place in the source.</summary>
internal sealed class ImportWriter(ImportSpool spool, ImportSettings settings) : IDisposable
{
    private const int RejectedExcerpt = 1_000;

    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, Readable);
    private readonly SortedDictionary<string, long> _leftOut = new(StringComparer.Ordinal);

    /// <summary>What was left out on purpose, and how often.</summary>
    public IReadOnlyDictionary<string, long> LeftOut => _leftOut;

    /// <summary>Items written so far.</summary>
    public long Items { get; private set; }

    /// <summary>Begins a group of records that stay together; groups are loaded in the order of their times.</summary>
    public void Group(DateTimeOffset? at) => spool.Group(at);

    /// <summary>A user to create.</summary>
    public void User(string place, string id, string? firstName = null, string? email = null)
    {
        Begin("user", ("user_id", id), ("first_name", Cleaned(firstName, Limits.NameLength)), ("email", Cleaned(email, Limits.NameLength)));
        End(place);
    }

    /// <summary>A graph to create.</summary>
    public void Graph(string place, string id, string? name = null)
    {
        Begin("graph", ("graph_id", id), ("name", Cleaned(name, Limits.NameLength)));
        End(place);
    }

    /// <summary>A thread to create.</summary>
    public void Thread(string place, string id, string user)
    {
        Begin("thread", ("thread_id", id), ("user_id", user));
        End(place);
    }

    /// <summary>A user, graph or thread as another server has it.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="record">The object.</param>
    public void Record(string place, LineKind kind, JsonElement record)
    {
        var (type, names) = ExportLines.FieldsOf(kind);
        Begin(type);
        foreach (var name in names)
        {
            if (record.Field(name) is { ValueKind: not JsonValueKind.Undefined } value && !(value.ValueKind == JsonValueKind.String && value.ValueEquals("")))
            {
                _json.WritePropertyName(name);
                value.WriteTo(_json);
            }
        }

        End(place);
    }

    /// <summary>A text, cut into pieces when it is long.</summary>
    public void Add(ImportedText text)
    {
        var message = text.Thread is not null;
        var longest = message ? Limits.MessageLength : Limits.DataLength;
        if (text.Type == "json" && TextRules.CodePoints(text.Text) > longest)
        {
            Reject(text.Place, text.Text, new LineError("data", ErrorCodes.TooLong, $"JSON of more than {longest:N0} characters is not cut into pieces"));
            return;
        }

        var prefix = CleanText.Of(text.Prefix);
        var size = Math.Max(ImportSettings.LeastChunkSize, Math.Min(settings.ChunkSize, longest) - prefix.Length);
        var content = CleanText.Of(text.Text);
        var pieces = text.Type == "json" ? [content] : TextChunks.Cut(content, size, settings.ChunkOverlap);
        var number = 0;
        foreach (var piece in pieces)
        {
            number++;
            var id = text.Id is null ? null
                : text.PiecesByContent ? $"{text.Id}#{SourceIds.Hash(piece)}"
                : number > 1 ? $"{text.Id}#{number}" : text.Id;
            Write(text, prefix + piece, id, message);
            End(number == 1 ? text.Place : $"{text.Place}, part {number}");
            Items++;
        }
    }

    /// <summary>A part of the source that cannot be read: counted and reported like a rejected line.</summary>
    public void Reject(string place, string excerpt, LineError problem)
    {
        _line.ResetWrittenCount();
        _line.Write([ImportRecordReader.ProblemMark]);
        _json.Reset(_line);
        _json.WriteStartArray();
        _json.WriteStringValue(problem.Field);
        _json.WriteStringValue(problem.Code);
        _json.WriteStringValue(problem.Message);
        _json.WriteStringValue(CleanText.Of(excerpt.Length > RejectedExcerpt ? excerpt[..RejectedExcerpt] : excerpt));
        _json.WriteEndArray();
        _json.Flush();
        spool.Write(_line.WrittenSpan, place);
    }

    /// <summary>Counts what is left out on purpose.</summary>
    /// <param name="what">What, in the plural.</param>
    /// <param name="count">How many.</param>
    public void LeaveOut(string what, long count = 1)
    {
        if (count > 0)
        {
            _leftOut[what] = _leftOut.GetValueOrDefault(what) + count;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private static string? Cleaned(string? text, int length) =>
        string.IsNullOrWhiteSpace(text) ? null : TextRules.Truncate(CleanText.Of(text).Trim(), length);

    private void Write(ImportedText text, string content, string? id, bool message)
    {
        if (message)
        {
            Begin(
                "thread_message", ("thread_id", text.Thread), ("role", text.Role),
                ("name", Cleaned(text.Speaker, Limits.SpeakerNameLength)), ("content", content));
        }
        else
        {
            Begin(
                "graph_episode", ("graph_id", text.Graph), ("user_id", text.Graph is null ? text.User : null), ("data", content),
                ("data_type", text.Type), ("source_description", Cleaned(text.Description, Limits.SourceDescriptionLength)),
                ("document_id", text.Document is { } document ? SourceIds.Fit(document, Limits.DocumentIdLength) : null));
        }

        Field("created_at", text.At is { } at ? DateReading.Write(at) : null);
        Field("record_id", id is null ? null : SourceIds.Fit(id, Limits.RecordIdLength));
        if (text.MetadataJson.ValueKind == JsonValueKind.Object)
        {
            _json.WritePropertyName("metadata");
            text.MetadataJson.WriteTo(_json);
        }
        else if (text.Metadata.Count > 0)
        {
            _json.WriteStartObject("metadata");
            foreach (var (key, value) in text.Metadata)
            {
                _json.WriteString(key, TextRules.Truncate(CleanText.Of(value), Limits.DescriptionLength));
            }

            _json.WriteEndObject();
        }
    }

    private void Begin(string type, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        _json.WriteString("type", type);
        foreach (var (name, value) in fields)
        {
            Field(name, value);
        }
    }

    private void Field(string name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }

    private void End(string place)
    {
        _json.WriteEndObject();
        _json.Flush();
        spool.Write(_line.WrittenSpan, place);
    }
}
