using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>A text of a source: a message of a thread, or an episode of a graph. Long text becomes several items.</summary>
/// <param name="Place">Where it is in the source.</param>
/// <param name="Text">The text.</param>
internal sealed record ImportedText(string Place, string Text)
{
    /// <summary>The thread of a message; null for an episode.</summary>
    public string? Thread { get; init; }

    /// <summary>The role of a message's speaker.</summary>
    public string Role { get; init; } = "norole";

    /// <summary>The name of a message's speaker.</summary>
    public string? Speaker { get; init; }

    /// <summary>The standalone graph of an episode; null for the user's.</summary>
    public string? Graph { get; init; }

    /// <summary>The user whose graph an episode is for.</summary>
    public string? User { get; init; }

    /// <summary>How the data of an episode is read: text, message or json.</summary>
    public string Type { get; init; } = "text";

    /// <summary>What every piece begins with, such as the name of the speaker.</summary>
    public string Prefix { get; init; } = "";

    /// <summary>When it was written; null when the source does not say.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The source's id of it, the same in every export; null when there is none.</summary>
    public string? Id { get; init; }

    /// <summary>Whether the id of a piece comes from its text, for documents that are edited.</summary>
    public bool PiecesByContent { get; init; }

    /// <summary>Where the data of an episode comes from, for its readers.</summary>
    public string? Description { get; init; }

    /// <summary>Groups the pieces of a document.</summary>
    public string? Document { get; init; }

    /// <summary>The metadata as a JSON object, instead of <see cref="Metadata"/>; undefined for none.</summary>
    public JsonElement MetadataJson { get; init; }

    /// <summary>The metadata; a value is text.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();
}
