using System.Text;
using System.Text.Json;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Finds the JSON object of an answer, which models without a JSON mode put between prose and code fences.</summary>
internal static class AnswerJson
{
    // Braces in prose are rare; the limit keeps hostile text from taking long.
    private const int MostStarts = 64;
    private const string ThoughtsEnd = "</think>";

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };
    private static readonly JsonReaderOptions LenientReader = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <param name="answer">The answer.</param>
    /// <param name="list">The property of the object that holds its list of objects.</param>
    /// <exception cref="ModelCallException">There is no object with such a list.</exception>
    public static JsonDocument Parse(string answer, string list)
    {
        var thoughts = answer.LastIndexOf(ThoughtsEnd, StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(thoughts < 0 ? answer : answer[(thoughts + ThoughtsEnd.Length)..]);
        var start = -1;
        for (var tries = 0; tries < MostStarts && NextStart(bytes, start) is >= 0 and var next; tries++)
        {
            start = next;
            if (TryParse(bytes.AsMemory(start), list) is { } found)
            {
                return found;
            }
        }

        throw new ModelCallException(ModelFault.Malformed, $"The answer has no JSON object with a list of {list}.");
    }

    private static int NextStart(byte[] bytes, int last) => Array.IndexOf(bytes, (byte)'{', last + 1);

    private static JsonDocument? TryParse(ReadOnlyMemory<byte> bytes, string list)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes.Span, LenientReader);
            reader.Read();
            reader.Skip();
            var found = JsonDocument.Parse(bytes[..(int)reader.BytesConsumed], Lenient);
            if (IsAnswer(found.RootElement, list))
            {
                return found;
            }

            found.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A list in which nothing is an object is another form of answer, not an answer without entries.
    private static bool IsAnswer(JsonElement root, string list) =>
        AnswerText.FindArray(root, list) is { } entries
        && (entries.GetArrayLength() == 0 || entries.EnumerateArray().Any(f => f.ValueKind == JsonValueKind.Object));
}
