using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Orleans.Batch;

/// <summary>The rules for the metadata of items and of batches.</summary>
public static class MetadataRules
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 64 };

    /// <summary>Adds a problem unless the text is a JSON object of at most <see cref="Limits.MetadataBytes"/>.</summary>
    public static void CheckObject(JsonText? metadata, string field, ProblemList problems, int? index = null)
    {
        if (metadata is not { Value: { } text })
        {
            return;
        }

        Walk(text, Limits.MetadataBytes, index, field, problems, static (ref reader, _, _, _) => reader.Skip());
    }

    /// <summary>
    /// Adds a problem unless the text is a JSON object of at most ten keys with scalars or non-empty arrays of
    /// scalars.
    /// </summary>
    public static void CheckItem(JsonText? metadata, int? index, ProblemList problems)
    {
        const string field = "metadata";
        if (metadata is not { Value: { } text })
        {
            return;
        }

        var keys = Walk(text, Limits.MetadataBytes, index, field, problems, CheckItemValue);
        if (keys > Limits.ItemMetadataKeys)
        {
            problems.Add(index, field, ErrorCodes.TooMany, string.Create(
                CultureInfo.InvariantCulture, $"metadata may have at most {Limits.ItemMetadataKeys} keys, got {keys}"));
        }
    }

    private delegate void ValueCheck(ref Utf8JsonReader reader, string key, int? index, ProblemList problems);

    private static int Walk(
        string text, int maxBytes, int? index, string field, ProblemList problems, ValueCheck check)
    {
        TextRules.CheckEncoding(text, index, field, problems);
        var utf8 = Encoding.UTF8.GetBytes(text);
        if (utf8.Length > maxBytes)
        {
            problems.Add(index, field, ErrorCodes.TooLong, string.Create(
                CultureInfo.InvariantCulture, $"{field} may have at most {maxBytes} bytes, got {utf8.Length}"));
            return 0;
        }

        try
        {
            var reader = new Utf8JsonReader(utf8, Strict);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                problems.Add(index, field, ErrorCodes.WrongType, $"{field} must be a JSON object");
                return 0;
            }

            var keys = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var key = reader.GetString()!;
                if (!keys.Add(key))
                {
                    problems.Add(index, field, ErrorCodes.DuplicateKey, $"{field} has the key '{Shorten(key)}' twice");
                }

                TextRules.CheckEncoding(key, index, field, problems);
                reader.Read();
                check(ref reader, key, index, problems);
            }

            reader.Read(); // throws when anything follows the object
            NumberRules.Check(text, index, field, problems);
            return keys.Count;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            problems.Add(index, field, ErrorCodes.MalformedJson, $"{field} is not well-formed JSON: {e.Message}");
            return 0;
        }
    }

    private static void CheckItemValue(ref Utf8JsonReader reader, string key, int? index, ProblemList problems)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                problems.Add(index, "metadata", ErrorCodes.InvalidMetadata, $"metadata.{Shorten(key)} must not be an object");
                reader.Skip();
                break;
            case JsonTokenType.StartArray:
                CheckArray(ref reader, key, index, problems);
                break;
            case JsonTokenType.String:
                TextRules.CheckEncoding(reader.GetString()!, index, "metadata", problems);
                break;
            default:
                break;
        }
    }

    private static void CheckArray(ref Utf8JsonReader reader, string key, int? index, ProblemList problems)
    {
        var elements = 0;
        var bad = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            elements++;
            bad |= reader.TokenType is JsonTokenType.Null or JsonTokenType.StartObject or JsonTokenType.StartArray;
            if (reader.TokenType == JsonTokenType.String)
            {
                TextRules.CheckEncoding(reader.GetString()!, index, "metadata", problems);
            }

            reader.Skip();
        }

        if (bad || elements == 0)
        {
            problems.Add(
                index,
                "metadata",
                ErrorCodes.InvalidMetadata,
                $"metadata.{Shorten(key)} must be a scalar or a non-empty array of strings, numbers and booleans");
        }
    }

    private static string Shorten(string key) => key.Length <= 80 ? key : key[..80] + "…";
}
