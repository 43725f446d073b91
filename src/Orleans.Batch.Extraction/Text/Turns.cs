using System.Buffers;
using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>Splits data that is a message into turns: lines such as <c>Anna: hello</c> and <c>Anna (user): hello</c>.</summary>
internal static class Turns
{
    private const int LongestSpeaker = 60;
    private const int MostWords = 4;
    private static readonly SearchValues<char> NoName = SearchValues.Create(".,!?\"/");

    /// <summary>The turns of a text, in order; text before the first speaker has none.</summary>
    public static IEnumerable<(Entity? Speaker, int From, int To)> Split(string text)
    {
        Entity? speaker = null;
        var (from, line) = (0, 0);
        while (line < text.Length)
        {
            var next = text.IndexOf('\n', line) is var end and >= 0 ? end + 1 : text.Length;
            if (SpeakerOf(text.AsSpan(line, next - line), out var said) is { } another)
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

    private static Entity? SpeakerOf(ReadOnlySpan<char> line, out int said)
    {
        said = line.IndexOf(':') + 1;
        if (said is < 2 or > LongestSpeaker || (said < line.Length && !char.IsWhiteSpace(line[said])))
        {
            return null;
        }

        var name = line[..(said - 1)].Trim();
        string? role = null;
        if (name.EndsWith(")") && name.IndexOf('(') is > 0 and var open)
        {
            role = name[(open + 1)..^1].Trim().ToString();
            name = name[..open].Trim();
        }

        var words = name.Count(' ') + 1;
        return name.Length > 0 && words <= MostWords && char.IsLetter(name[0]) && !name.ContainsAny(NoName)
            ? new Entity(name.ToString(), Label(role ?? name.ToString()))
            : null;
    }

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
