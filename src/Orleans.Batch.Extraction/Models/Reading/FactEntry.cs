using System.Text.Json;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction.Models;

/// <summary>A fact as an answer states it, with its names still as spelled.</summary>
/// <param name="Turns">The indexes of the turns that state it, in order.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Predicate">The predicate in SCREAMING_SNAKE_CASE.</param>
/// <param name="Object">The object; null with a value.</param>
/// <param name="Value">The value as JSON; null with an object.</param>
/// <param name="Sentence">The fact as a sentence; null where the answer has none, or one that is too long.</param>
/// <param name="Ends">Whether the fact ceases.</param>
/// <param name="At">The date that the model reckoned.</param>
/// <param name="Quote">The words that it reckoned from.</param>
internal sealed record FactEntry(
    IReadOnlyList<int> Turns, string Subject, string Predicate, string? Object, string? Value, string? Sentence, bool Ends, string? At, string? Quote)
{
    /// <summary>Reads an entry of the list of facts; null where it lacks what a fact needs.</summary>
    public static FactEntry? TryRead(JsonElement entry, int turnCount)
    {
        if (entry.ValueKind != JsonValueKind.Object
            || ReadTurns(entry, turnCount) is not { Count: > 0 } turns
            || AnswerText.ReadName(entry, "subject") is not { } subject
            || ReadPredicate(entry) is not { } predicate)
        {
            return null;
        }

        var entity = AnswerText.ReadName(entry, "object");
        var value = entity is null && AnswerText.Find(entry, "value") is { } scalar ? JsonScalars.Value(scalar) : null;
        return entity is null && value is null
            ? null
            : new FactEntry(
                turns,
                subject,
                predicate,
                entity,
                value,
                ReadSentence(entry),
                AnswerText.Find(entry, "ends") is { ValueKind: JsonValueKind.True },
                AnswerText.Read(entry, "at"),
                AnswerText.Read(entry, "at_quote"));
    }

    private static List<int> ReadTurns(JsonElement entry, int turnCount)
    {
        if (AnswerText.FindArray(entry, "episodes") is not { } episodes)
        {
            return [];
        }

        var numbers = episodes.EnumerateArray().Select(e => e.ValueKind == JsonValueKind.Number && e.TryGetInt32(out var number) ? number : 0);
        return [.. numbers.Where(n => n >= 1 && n <= turnCount).Select(n => n - 1).Distinct().Order()];
    }

    private static string? ReadSentence(JsonElement entry) =>
        AnswerText.Read(entry, "fact") is { } text && TextNormalization.CollapseWhiteSpace(text) is { Length: > 0 and <= FactText.MaxSentence } sentence
            ? sentence
            : null;

    private static string? ReadPredicate(JsonElement entry) =>
        AnswerText.Read(entry, "predicate") is { } text && KeyNames.Predicate(text) is { Length: > 0 and <= KeyNames.MaxLength } predicate
            ? predicate
            : null;
}
