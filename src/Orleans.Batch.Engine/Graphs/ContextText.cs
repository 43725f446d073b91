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

    /// <summary>The length of a section of episodes.</summary>
    public static int Measure(IReadOnlyList<Episode> episodes)
    {
        var text = new ContextText(int.MaxValue);
        text.AddEpisodes(episodes);
        return text._text.Length;
    }

    /// <summary>Adds the summary of the user, cut where it is very long; nothing where there is none, or no room.</summary>
    /// <returns>How long the text is.</returns>
    public int AddUserSummary(string summary)
    {
        var section = $"<USER_SUMMARY>\n{OneLine(summary)}\n</USER_SUMMARY>\n";
        if (!string.IsNullOrWhiteSpace(summary) && section.Length <= maxCharacters)
        {
            _text.Append(section);
        }

        return _text.Length;
    }

    /// <summary>Adds facts as far as they fit: "the fact (from - to)", with "present" for what still holds.</summary>
    /// <param name="edges">The facts, best first.</param>
    /// <param name="upTo">How long the text may become; null for as long as any.</param>
    /// <returns>Those that were added.</returns>
    public IReadOnlyList<EntityEdge> AddFacts(IReadOnlyList<EntityEdge> edges, int? upTo = null) => AddSection(
        "Facts, each with the time it holds for (from - to):",
        "FACTS",
        edges,
        upTo,
        Line);

    /// <summary>Adds entities as far as they fit: "name (labels): current values".</summary>
    /// <param name="nodes">The entities, best first.</param>
    /// <param name="upTo">How long the text may become; null for as long as any.</param>
    /// <returns>Those that were added.</returns>
    public IReadOnlyList<EntityNode> AddEntities(IReadOnlyList<EntityNode> nodes, int? upTo = null) => AddSection(
        "Entities, with what they are and their current values:",
        "ENTITIES",
        nodes,
        upTo,
        n => Line(n, withValues: true));

    /// <summary>Adds episodes as far as they fit, in the order of time: "[date] speaker: content".</summary>
    /// <param name="episodes">The episodes, best first.</param>
    /// <returns>Those that were added, best first.</returns>
    public IReadOnlyList<Episode> AddEpisodes(IReadOnlyList<Episode> episodes) => AddSection(
        "What was said or recorded:",
        "EPISODES",
        episodes,
        null,
        Line,
        e => e.CreatedAt);

    /// <summary>A fact: "the fact (from - to)".</summary>
    public static string Line(EntityEdge edge) =>
        $"{OneLine(edge.Fact)} ({Date(edge.ValidAt)} - {(edge.InvalidAt is { } end ? Date(end) : "present")})";

    /// <summary>An entity: "name (labels): current values".</summary>
    public static string Line(EntityNode node, bool withValues) => OneLine(
        node.Name
        + (Kinds(node) is { Length: > 0 } kinds ? $" ({kinds})" : "")
        + (!withValues || node.Attributes.Value == "{}" ? "" : $": {node.Attributes.Value[1..^1]}"));

    /// <summary>An episode: "[date] speaker: content".</summary>
    public static string Line(Episode episode) =>
        OneLine($"[{Date(episode.CreatedAt)}] {(episode.SpeakerName is { } name ? name + ": " : "")}{episode.Content}");

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private List<T> AddSection<T>(
        string title, string tag, IReadOnlyList<T> things, int? upTo, Func<T, string> line, Func<T, DateTimeOffset>? order = null)
    {
        var gap = _text.Length == 0 ? "" : "\n";
        var opening = $"{gap}{title}\n<{tag}>\n";
        var closing = $"</{tag}>\n";
        var room = Math.Min(upTo ?? maxCharacters, maxCharacters) - _text.Length - opening.Length - closing.Length;
        var taken = new List<(T Thing, string Line)>();
        foreach (var thing in things)
        {
            var text = $"- {line(thing)}\n";
            if (text.Length > room)
            {
                break;
            }

            room -= text.Length;
            taken.Add((thing, text));
        }

        if (taken.Count > 0)
        {
            IEnumerable<(T Thing, string Line)> lines = order is null ? taken : taken.OrderBy(t => order(t.Thing));
            _text.Append(opening).AppendJoin("", lines.Select(t => t.Line)).Append(closing);
        }

        return taken.ConvertAll(t => t.Thing);
    }

    private static string Kinds(EntityNode node) => string.Join(", ", node.Labels.Where(l => l != EntityNode.BaseLabel));

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
