using System.Text;
using System.Text.Json;

namespace Orleans.Batch.Server.Verifying;

/// <summary>
/// What makes an item the same as an episode, small enough to keep for every line: the moment itself, hashes of the rest.
/// </summary>
/// <param name="Content">Of data or content.</param>
/// <param name="Form">Of data_type, or of a message's role.</param>
/// <param name="Name">Of a message's speaker; 0 without.</param>
/// <param name="SourceDescription">0 without; messages have none.</param>
/// <param name="DocumentId">0 without; messages have none.</param>
/// <param name="Metadata">Whatever the order of its keys; 0 without.</param>
/// <param name="CreatedAt">In microseconds, which is what a server keeps; <see cref="Undated"/> where a line has none.</param>
internal readonly record struct ItemPrint(
    UInt128 Content, ulong Form, ulong Name, ulong SourceDescription, ulong DocumentId, ulong Metadata, long CreatedAt)
{
    /// <summary>Of a line without created_at: any moment is right.</summary>
    public const long Undated = long.MinValue;

    /// <summary>The item of a line of a load file.</summary>
    public static ItemPrint OfLine(JsonElement line)
    {
        var message = line.GetProperty("type").ValueEquals("thread_message");
        var print = Of(
            line,
            message ? "content" : "data",
            message ? "role" : "data_type",
            message ? "name" : null,
            message ? null : "source_description",
            message ? null : "document_id");

        // A line without data_type is loaded as text.
        return !message && print.Form == 0 ? print with { Form = Fingerprint.Of64("text") } : print;
    }

    /// <summary>An episode as a list of a graph shows it; null for a message, which belongs to its thread.</summary>
    public static ItemPrint? OfEpisode(JsonElement episode) =>
        episode.TryGetProperty("thread_id", out var thread) && thread.ValueKind == JsonValueKind.String
            ? null
            : Of(episode, "content", "source", null, "source_description", "document_id");

    /// <summary>A message as its thread shows it.</summary>
    public static ItemPrint OfMessage(JsonElement message) => Of(message, "content", "role", "name", null, null);

    /// <summary>The fields in which another print differs.</summary>
    public IEnumerable<string> DifferencesTo(ItemPrint other, bool message)
    {
        if (Content != other.Content)
        {
            yield return message ? "content" : "data";
        }

        if (Form != other.Form)
        {
            yield return message ? "role" : "data_type";
        }

        if (Name != other.Name)
        {
            yield return "name";
        }

        if (SourceDescription != other.SourceDescription)
        {
            yield return "source_description";
        }

        if (DocumentId != other.DocumentId)
        {
            yield return "document_id";
        }

        if (Metadata != other.Metadata)
        {
            yield return "metadata";
        }

        if (CreatedAt != other.CreatedAt && CreatedAt != Undated)
        {
            yield return "created_at";
        }
    }

    /// <summary>Equal ones stand together, those of one content too.</summary>
    public int OrderTo(ItemPrint other)
    {
        var order = Content.CompareTo(other.Content);
        order = order != 0 ? order : Form.CompareTo(other.Form);
        order = order != 0 ? order : Name.CompareTo(other.Name);
        order = order != 0 ? order : SourceDescription.CompareTo(other.SourceDescription);
        order = order != 0 ? order : DocumentId.CompareTo(other.DocumentId);
        order = order != 0 ? order : Metadata.CompareTo(other.Metadata);
        return order != 0 ? order : CreatedAt.CompareTo(other.CreatedAt);
    }

    private static ItemPrint Of(
        JsonElement item, string content, string form, string? name, string? sourceDescription, string? documentId) => new(
        Fingerprint.Of128(Text(item, content)),
        Fingerprint.Of64(Text(item, form)),
        Fingerprint.Of64(Text(item, name)),
        Fingerprint.Of64(Text(item, sourceDescription)),
        Fingerprint.Of64(Text(item, documentId)),
        item.TryGetProperty("metadata", out var metadata) ? Fingerprint.OfMetadata(metadata) : 0,
        Moment(Text(item, "created_at")));

    private static string Text(JsonElement item, string? field) =>
        field is not null && item.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static long Moment(string text)
    {
        Span<byte> utf8 = stackalloc byte[64];
        return text.Length is > 0 and <= 64 && Encoding.UTF8.TryGetBytes(text, utf8, out var length) && Rfc3339.TryParse(utf8[..length], out var at)
            ? at.UtcTicks / TimeSpan.TicksPerMicrosecond
            : Undated;
    }
}
