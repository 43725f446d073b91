using System.Text.Json;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Reads an answer with summaries. An entry that lacks its subject or a text counts as left out.</summary>
internal static class SummaryReader
{
    /// <returns>The summary of each subject; null for those left out.</returns>
    /// <exception cref="ModelCallException">The answer has no summary of a subject.</exception>
    public static IReadOnlyList<string?> Read(SummaryQuestion question, string answer)
    {
        using var json = AnswerJson.Parse(answer, SummarySchema.List);
        var texts = new string?[question.Subjects.Count];
        foreach (var entry in AnswerText.FindArray(json.RootElement, SummarySchema.List)!.Value.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.Object
                && FindSubject(entry, texts.Length) is { } subject
                && AnswerText.Read(entry, "summary") is { } text)
            {
                texts[subject] ??= TextRules.Truncate(text, Limits.SummaryLength);
            }
        }

        return Array.Exists(texts, static t => t is not null)
            ? texts
            : throw new ModelCallException(ModelFault.Malformed, "The answer has no summary of any subject.");
    }

    private static int? FindSubject(JsonElement entry, int subjects) =>
        AnswerText.Find(entry, "subject") is { ValueKind: JsonValueKind.Number } number
        && number.TryGetInt32(out var subject) && subject >= 1 && subject <= subjects
            ? subject - 1
            : null;
}
