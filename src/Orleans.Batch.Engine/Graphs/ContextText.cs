using System.Globalization;
using System.Text;

namespace Orleans.Batch.Graphs;

/// <summary>
/// The context text for an agent: facts with the time each holds for, the entities they are about, and messages. Lines
/// that do not fit are left out as a whole; stored data can neither break a line nor close a section.
/// </summary>
internal sealed class ContextText(int maxCharacters)
{
    private const int MaxLine = 1_000;

    private readonly StringBuilder _text = new();

    /// <summary>Adds facts as far as they fit: "the fact (from - to)", with "present" for what still holds.</summary>
    /// <returns>Those that were added.</returns>
    public IReadOnlyList<EntityEdge> AddFacts(IReadOnlyList<EntityEdge> edges) => AddSection(
        "Facts, each with the time it holds for (from - to):",
        "FACTS",
        edges,
        e => $"{OneLine(e.Fact)} ({Date(e.ValidAt)} - {(e.InvalidAt is { } end ? Date(end) : "present")})");

    /// <summary>Adds entities as far as they fit: "name (labels): current values".</summary>
    /// <returns>Those that were added.</returns>
    public IReadOnlyList<EntityNode> AddEntities(IReadOnlyList<EntityNode> nodes) => AddSection(
        "Entities, with what they are and their current values:",
        "ENTITIES",
        nodes,
        n => OneLine(n.Name
            + (n.Labels.Count == 0 ? "" : $" ({string.Join(", ", n.Labels)})")
            + (n.Attributes.Value == "{}" ? "" : $": {n.Attributes.Value[1..^1]}")));

    /// <summary>Adds episodes as far as they fit: "[date] speaker: content".</summary>
    /// <returns>Those that were added.</returns>
    public IReadOnlyList<Episode> AddEpisodes(IReadOnlyList<Episode> episodes) => AddSection(
        "What was said or recorded:",
        "EPISODES",
        episodes,
        e => OneLine($"[{Date(e.CreatedAt)}] {(e.SpeakerName is { } name ? name + ": " : "")}{e.Content}"));

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private List<T> AddSection<T>(string title, string tag, IReadOnlyList<T> things, Func<T, string> line)
    {
        var gap = _text.Length == 0 ? "" : "\n";
        var opening = $"{gap}{title}\n<{tag}>\n";
        var closing = $"</{tag}>\n";
        var room = maxCharacters - _text.Length - opening.Length - closing.Length;
        var lines = new StringBuilder();
        var taken = new List<T>();
        foreach (var thing in things)
        {
            var text = $"- {line(thing)}\n";
            if (lines.Length + text.Length > room)
            {
                break;
            }

            lines.Append(text);
            taken.Add(thing);
        }

        if (taken.Count > 0)
        {
            _text.Append(opening).Append(lines).Append(closing);
        }

        return taken;
    }

    private static string OneLine(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxLine));
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, MaxLine)))
        {
            line.Append(c switch
            {
                '<' => '(',
                '>' => ')',
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' => ' ',
                _ => c,
            });
        }

        // Not between the halves of a surrogate pair.
        if (text.Length > MaxLine)
        {
            line.Length -= char.IsHighSurrogate(line[^1]) ? 1 : 0;
            line.Append('…');
        }

        return line.ToString();
    }

    private static string Date(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
