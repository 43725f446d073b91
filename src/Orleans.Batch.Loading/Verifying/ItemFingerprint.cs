using System.Text;
using System.Text.Json;

namespace Orleans.Batch.Loading.Verifying;

/// <summary>
/// The values that identify an item with an episode, small enough to keep for every line: the moment itself, hashes of the rest.
/// </summary>
/// <param name="Content">Of data or content.</param>
/// <param name="Form">Of data_type, or of a message's role.</param>
/// <param name="Name">Of a message's speaker; 0 without.</param>
/// <param name="SourceDescription">0 without; messages have none.</param>
/// <param name="DocumentId">0 without; messages have none.</param>
/// <param name="Metadata">Independent of the order of its keys; 0 without.</param>
/// <param name="CreatedAt">In microseconds, which is what a server keeps; <see cref="Undated"/> when a line has none.</param>
internal readonly record struct ItemFingerprint(
    UInt128 Content, ulong Form, ulong Name, ulong SourceDescription, ulong DocumentId, ulong Metadata, long CreatedAt)
{
    /// <summary>Of a line without created_at: any moment matches.</summary>
    public const long Undated = long.MinValue;

    /// <summary>The item of a line of a load file.</summary>
    public static ItemFingerprint OfLine(JsonElement line)
    {
        var message = line.GetProperty("type").ValueEquals("thread_message");
        var fingerprint = Create(
            line,
            message ? "content" : "data",
            message ? "role" : "data_type",
            message ? "name" : null,
            message ? null : "source_description",
            message ? null : "document_id");

        // A line without data_type is loaded as text.
        return !message && fingerprint.Form == 0 ? fingerprint with { Form = TextHash.Hash64("text") } : fingerprint;
    }

    /// <summary>An episode as in the list of a graph; null for a message, which belongs to its thread.</summary>
    public static ItemFingerprint? OfEpisode(JsonElement episode) =>
        episode.TryGetProperty("thread_id", out var thread) && thread.ValueKind == JsonValueKind.String
            ? null
            : Create(episode, "content", "source", null, "source_description", "document_id");

    /// <summary>A message as in its thread.</summary>
    public static ItemFingerprint OfMessage(JsonElement message) => Create(message, "content", "role", "name", null, null);

    /// <summary>The fields in which another fingerprint differs.</summary>
    public IEnumerable<string> DifferencesTo(ItemFingerprint other, bool message)
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

    /// <summary>The sort order: equal ones are adjacent, and those of one content too.</summary>
    public int OrderTo(ItemFingerprint other)
    {
        var order = Content.CompareTo(other.Content);
        order = order != 0 ? order : Form.CompareTo(other.Form);
        order = order != 0 ? order : Name.CompareTo(other.Name);
        order = order != 0 ? order : SourceDescription.CompareTo(other.SourceDescription);
        order = order != 0 ? order : DocumentId.CompareTo(other.DocumentId);
        order = order != 0 ? order : Metadata.CompareTo(other.Metadata);
        return order != 0 ? order : CreatedAt.CompareTo(other.CreatedAt);
    }

    private static ItemFingerprint Create(
        JsonElement item, string content, string form, string? name, string? sourceDescription, string? documentId) => new(
        TextHash.Hash128(Text(item, content)),
        TextHash.Hash64(Text(item, form)),
        TextHash.Hash64(Text(item, name)),
        TextHash.Hash64(Text(item, sourceDescription)),
        TextHash.Hash64(Text(item, documentId)),
        item.TryGetProperty("metadata", out var metadata) ? TextHash.HashMetadata(metadata) : 0,
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
