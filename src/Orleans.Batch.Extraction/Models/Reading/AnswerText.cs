using System.Text.Json;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Reads texts of an answer.</summary>
internal static class AnswerText
{
    /// <summary>A property's text without white space around it; null where there is none.</summary>
    public static string? Read(JsonElement entry, string property) =>
        entry.TryGetProperty(property, out var value) && JsonScalars.Text(value)?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>A property's text where it can name an entity; null otherwise. A text that is too long is prose.</summary>
    public static string? ReadName(JsonElement entry, string property) =>
        Read(entry, property) is { Length: <= EntityName.MaxLength } name && !EntityName.IsEmpty(name) ? name : null;
}
