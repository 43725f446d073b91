using System.Buffers;
using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>A user, graph or thread to create before items are sent.</summary>
/// <param name="Kind">User, graph or thread.</param>
/// <param name="Id">The caller's id.</param>
/// <param name="Body">Its entry in a request body: the record without its <c>type</c>.</param>
/// <param name="Line">The record's line in the source.</param>
internal sealed record Destination(LineKind Kind, string Id, byte[] Body, long Line)
{
    /// <summary>The user of a thread that was read from a line.</summary>
    public string? UserId { get; init; }

    /// <summary>Reads a record that has passed the line check.</summary>
    public static Destination Parse(ReadOnlySpan<byte> line, LineKind kind, long number)
    {
        var idField = kind switch { LineKind.User => "user_id", LineKind.Graph => "graph_id", _ => "thread_id" };
        var reader = new Utf8JsonReader(line);
        using var record = JsonDocument.ParseValue(ref reader);
        var body = new ArrayBufferWriter<byte>(line.Length);
        using (var writer = new Utf8JsonWriter(body))
        {
            writer.WriteStartObject();
            foreach (var field in record.RootElement.EnumerateObject().Where(f => !f.NameEquals("type"u8)))
            {
                field.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        return new(kind, record.RootElement.GetProperty(idField).GetString()!, body.WrittenSpan.ToArray(), number)
        {
            UserId = kind == LineKind.Thread ? ApiResponse.Text(record.RootElement, "user_id") : null,
        };
    }
}
