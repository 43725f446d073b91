using System.Text.Json;

namespace Orleans.Batch.Facts;

/// <summary>A fact as a sentence. It is composed on each read, so that it uses the current names of its nodes.</summary>
public static class FactText
{
    /// <summary>The longest sentence of its own that a fact has, in characters.</summary>
    public const int MaxSentence = 500;

    // Words that begin with the letter of a vowel and the sound of a consonant.
    private static readonly string[] ConsonantSounds = ["uni", "use", "eu", "one"];

    /// <summary>"Avery works at Acme": the subject, the name in words, the object.</summary>
    /// <param name="source">The subject's name.</param>
    /// <param name="name">The name of the fact, such as <c>WORKS_AT</c>.</param>
    /// <param name="target">The object's name; unused where there is a value.</param>
    /// <param name="value">The object as a JSON scalar; null when it is an entity.</param>
    public static string Format(string source, string name, string target, string? value)
    {
        var text = value is null ? target : Scalar(value);
        return $"{source} {(name is "IS_A" && BeginsWithVowel(text) ? "is an" : Words(name))} {text}";
    }

    /// <summary>The name of a fact in words: lower case, with spaces.</summary>
    public static string Words(string name) => name.ToLowerInvariant().Replace('_', ' ');

    /// <summary>Whether a text is the sentence, apart from case and the full stop.</summary>
    public static bool IsSentence(string text, string sentence) =>
        text.AsSpan().Trim().TrimEnd('.').Equals(sentence, StringComparison.OrdinalIgnoreCase);

    private static bool BeginsWithVowel(string text) =>
        text.Length > 0 && "aeiouAEIOU".Contains(text[0]) && !ConsonantSounds.Any(c => text.StartsWith(c, StringComparison.OrdinalIgnoreCase));

    private static string Scalar(string value)
    {
        if (!value.StartsWith('"'))
        {
            return value;
        }

        using var json = JsonDocument.Parse(value);
        return json.RootElement.GetString()!;
    }
}
