using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>Writes the API's objects as lines for <c>load</c>.</summary>
internal sealed class ExportLines(Stream content) : IDisposable
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly string[] UserFields = ["user_id", "email", "first_name", "last_name", "metadata", "time_zone", "disable_default_ontology"];
    private static readonly string[] GraphFields = ["graph_id", "name", "description", "time_zone"];
    private static readonly string[] ThreadFields = ["thread_id", "user_id"];
    private static readonly string[] Sources = ["text", "json", "message"];

    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json = new(Stream.Null, Readable);

    /// <summary>The type of a record and the fields of the API's object that it has.</summary>
    public static (string Type, string[] Fields) FieldsOf(LineKind kind) => kind switch
    {
        LineKind.User => ("user", UserFields),
        LineKind.Graph => ("graph", GraphFields),
        _ => ("thread", ThreadFields),
    };

    /// <summary>A user, graph or thread.</summary>
    public void AddRecord(LineKind kind, JsonElement record)
    {
        var (type, fields) = FieldsOf(kind);
        Begin(type);
        foreach (var field in fields)
        {
            Copy(record, field, field);
        }

        End();
    }

    /// <summary>A thread of which only the ids are known.</summary>
    public void AddThread(string threadId, string userId)
    {
        Begin("thread");
        _json.WriteString("thread_id", threadId);
        _json.WriteString("user_id", userId);
        End();
    }

    /// <summary>A message of a thread.</summary>
    public void AddMessage(JsonElement episode)
    {
        Begin("thread_message");
        Copy(episode, "thread_id", "thread_id");
        _json.WriteString("role", ApiResponse.Text(episode, "role_type") is { Length: > 0 } role ? role : "norole");
        Copy(episode, "role", "name");
        Copy(episode, "content", "content");
        Copy(episode, "created_at", "created_at");
        Copy(episode, "metadata", "metadata");
        End();
    }

    /// <summary>An episode of a graph or of a user's graph; false for a kind that no item can be.</summary>
    public bool TryAddEpisode(NamedDestination graph, JsonElement episode)
    {
        // No item can be a fact that a caller wrote; its sentence is a text.
        var source = ApiResponse.Text(episode, "source");
        var type = source == "fact_triple" ? "text" : source;
        if (!Sources.Contains(type))
        {
            return false;
        }

        Begin("graph_episode");
        _json.WriteString(graph.Kind == LineKind.User ? "user_id" : "graph_id", graph.Id);
        _json.WriteString("data_type", type);
        Copy(episode, "content", "data");
        Copy(episode, "created_at", "created_at");
        Copy(episode, "source_description", "source_description");
        Copy(episode, "document_id", "document_id");
        Copy(episode, "metadata", "metadata");
        End();
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private void Begin(string type)
    {
        _line.ResetWrittenCount();
        _json.Reset(_line);
        _json.WriteStartObject();
        _json.WriteString("type", type);
    }

    private void Copy(JsonElement from, string field, string name)
    {
        if (from.TryGetProperty(field, out var value) && value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined)
            && !(value.ValueKind == JsonValueKind.String && value.ValueEquals("") && field is not "content"))
        {
            _json.WritePropertyName(name);
            value.WriteTo(_json);
        }
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.Flush();
        _line.Write("\n"u8);
        content.Write(_line.WrittenSpan);
    }
}
