using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orleans.Batch.Extraction;

/// <summary>Reads scalars so that the same value is always the same text, independent of its spelling in the document.</summary>
internal static class JsonScalars
{
    /// <summary>A longer string is prose, not the value of a fact; the episode has it.</summary>
    private const int LongestValue = 1_000;

    /// <summary>A scalar as JSON text; null for null, for an empty text and for anything else.</summary>
    public static string? Value(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Number => Number(element),
        JsonValueKind.String when Text(element) is { } text && !string.IsNullOrWhiteSpace(text) && text.Length <= LongestValue => Quote(text),
        _ => null,
    };

    /// <summary>A string's text; null when it is none, or contains a lone surrogate.</summary>
    public static string? Text(JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A property's name; null when it contains a lone surrogate.</summary>
    public static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>A text as a JSON string.</summary>
    public static string Quote(string text) => string.Concat("\"", JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text), "\"");

    // 12.50, 12.5 and 1.25e1 are one value. A number that a decimal cannot hold stays as written.
    private static string Number(JsonElement element)
    {
        var raw = element.GetRawText();
        return raw.AsSpan().ContainsAny(".eE") && element.TryGetDecimal(out var exact)
            ? exact.ToString("0.#############################", CultureInfo.InvariantCulture)
            : raw;
    }
}
