using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orleans.Batch.Loading;

/// <summary>Reads fields of objects whose shape is not certain: what has another type counts as absent.</summary>
internal static partial class JsonFields
{
    /// <summary>The field of an object; undefined when it is absent, null, or the element is no object.</summary>
    public static JsonElement Field(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    /// <summary>The elements of an array field; none when it is none.</summary>
    public static IEnumerable<JsonElement> Elements(this JsonElement element, string name) =>
        element.Field(name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    /// <summary>The text of a field; null when it is none.</summary>
    public static string? Text(this JsonElement element, string name) => element.Field(name).Text();

    /// <summary>The text itself; null when the element is none.</summary>
    public static string? Text(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair as an escape: JSON allows it, .NET does not read it.
            return Regex.Unescape(LoneEscape().Replace(element.GetRawText()[1..^1], @"\uFFFD").Replace(@"\/", "/", StringComparison.Ordinal));
        }
    }

    /// <summary>The text, number or truth of an element as text, an object or array as JSON; null when it is absent.</summary>
    public static string? Value(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null => null,
        JsonValueKind.String => element.Text(),
        _ => element.GetRawText(),
    };

    /// <summary>A field of seconds since 1970, as a number or its text.</summary>
    public static DateTimeOffset? Seconds(this JsonElement element, string name) =>
        double.TryParse(element.Field(name).Value(), NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) ? DateReading.FromUnix(seconds) : null;

    /// <summary>Whether a field is true.</summary>
    public static bool True(this JsonElement element, string name) => element.Field(name).ValueKind == JsonValueKind.True;

    [GeneratedRegex(@"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}", RegexOptions.None, 10_000)]
    private static partial Regex LoneEscape();
}
