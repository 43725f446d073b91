using System.Globalization;
using System.Text;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>
/// Writes the turns, one line of JSON each. A JSON string has no line end and no unescaped quotation mark, so that nothing in
/// a turn can begin a line or leave its place.
/// </summary>
internal static class UserPrompt
{
    /// <summary>What the graph has already: it helps the model, and is no part of the request's key.</summary>
    public static string WriteHints(ExtractionWindow window)
    {
        var text = new StringBuilder();
        AppendNames(text, "known_entities", window.KnownEntities.Select(e => e.Name));
        AppendNames(text, "predicates", window.Predicates.Select(p => p.Name));
        return text.ToString();
    }

    /// <summary>The turns before the window, and its own.</summary>
    public static string WriteTurns(ExtractionWindow window)
    {
        var text = new StringBuilder();
        AppendTurns(text, "before", window.Context);
        AppendTurns(text, "turn", window.Turns);
        return text.ToString();
    }

    private static void AppendNames(StringBuilder text, string property, IEnumerable<string> names)
    {
        if (names.Any())
        {
            text.Append("{\"").Append(property).Append("\":[").AppendJoin(',', names.Select(JsonScalars.Quote)).Append("]}\n");
        }
    }

    private static void AppendTurns(StringBuilder text, string property, IReadOnlyList<WindowTurn> turns)
    {
        for (var i = 0; i < turns.Count; i++)
        {
            var turn = turns[i];
            text.Append(CultureInfo.InvariantCulture, $"{{\"{property}\":{i + 1}");
            if (!string.IsNullOrWhiteSpace(turn.Speaker))
            {
                text.Append(",\"speaker\":").Append(JsonScalars.Quote(turn.Speaker.Trim()));
            }

            if (turn.Role is { } role and not RoleType.Norole)
            {
                text.Append(",\"role\":").Append(JsonScalars.Quote(role.ToString().ToLowerInvariant()));
            }

            // With the day of the week, by which models reckon "last Monday".
            text.Append(CultureInfo.InvariantCulture, $",\"time\":\"{turn.ReferenceTime.UtcDateTime:dddd yyyy-MM-dd'T'HH:mm:ss'Z'}\"");
            text.Append(",\"text\":").Append(JsonScalars.Quote(turn.Content)).Append("}\n");
        }
    }
}
