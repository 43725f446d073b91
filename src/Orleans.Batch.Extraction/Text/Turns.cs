using System.Buffers;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>
/// Splits data into turns: lines such as <c>Anna: hello</c> and <c>Anna (user): hello</c>. In a text, only the second
/// form is a turn, and only after a full name or with a time: <c>Anna Berg (Slack #general, 2025-05-12 10:00 UTC): hello</c>.
/// </summary>
internal static class Turns
{
    private const int LongestSpeaker = 60;
    private const int LongestRole = 120;
    private const int MostWords = 4;
    private static readonly SearchValues<char> NoName = SearchValues.Create(".,!?\"/");

    /// <summary>Whether a text may have turns; most have none.</summary>
    public static bool MayBeIn(string text) => text.Contains("):", StringComparison.Ordinal);

    /// <summary>The turns from a position on, in order; what is before the first speaker has none.</summary>
    /// <param name="text">The data.</param>
    /// <param name="from">Where to begin.</param>
    /// <param name="isText">Whether it is a text, where a colon does not make a turn.</param>
    public static IEnumerable<(Entity? Speaker, int From, int To)> Split(string text, int from, bool isText)
    {
        Entity? speaker = null;
        var line = from;
        while (line < text.Length)
        {
            var next = text.IndexOf('\n', line) is var end and >= 0 ? end + 1 : text.Length;
            if (SpeakerOf(text.AsSpan(line, next - line), isText, out var said) is { } another)
            {
                if (line > from)
                {
                    yield return (speaker, from, line);
                }

                (speaker, from) = (another, line + said);
            }

            line = next;
        }

        if (from < text.Length)
        {
            yield return (speaker, from, text.Length);
        }
    }

    private static Entity? SpeakerOf(ReadOnlySpan<char> line, bool isText, out int said)
    {
        var colon = line.IndexOf(':');
        said = colon + 1;
        if (colon < 1)
        {
            return null;
        }

        string? role = null;
        var name = line[..colon];
        if (name.IndexOf('(') is > 0 and var open && line.IndexOf("):") is > 0 and <= LongestRole and var close && close > open)
        {
            role = line[(open + 1)..close].Trim().ToString();
            name = name[..open];
            said = close + 2;
        }

        name = name.Trim();
        if (name.Length is 0 or >= LongestSpeaker || (said < line.Length && !char.IsWhiteSpace(line[said])) || (isText && !IsFull(name, role)))
        {
            return null;
        }

        return name.Count(' ') < MostWords && char.IsLetter(name[0]) && !name.ContainsAny(NoName)
            ? new Entity(name.ToString(), Label(role ?? name.ToString()))
            : null;
    }

    private static bool IsFull(ReadOnlySpan<char> name, string? role) =>
        role is not null && char.IsUpper(name[0]) && !HasNumber(name) && (role.AsSpan().ContainsAnyInRange('0', '9') || (name.IndexOf(' ') is > 0 and var space && char.IsUpper(name[space + 1])));

    // Release 8 (April 2015): what follows is about a thing, not said by a person.
    private static bool HasNumber(ReadOnlySpan<char> name) =>
        name.IndexOf(' ') is > 0 and var space && (char.IsAsciiDigit(name[space + 1]) || HasNumber(name[(space + 1)..]));

    private static string Label(string role) => role.ToLowerInvariant() switch
    {
        "user" => "User",
        "assistant" or "ai" => "Assistant",
        "system" => "System",
        "tool" => "Tool",
        "function" => "Function",
        _ => "Person",
    };
}
