using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Orleans.Batch.Benchmarks.Recall;

/// <summary>
/// Reads LoCoMo (Maharana et al., 2024, github.com/snap-research/locomo): <c>locomo10.json</c>, or one of its samples.
/// Adversarial questions have no answer in the conversation and are left out, as are questions without evidence.
/// </summary>
internal static partial class LocomoFile
{
    private const int Adversarial = 5;

    /// <summary>Converts a file, or all files of a directory.</summary>
    public static IEnumerable<Conversation> Convert(string path)
    {
        var files = Directory.Exists(path) ? Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal) : (IEnumerable<string>)[path];
        foreach (var file in files)
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            var samples = document.RootElement.ValueKind == JsonValueKind.Array ? [.. document.RootElement.EnumerateArray()] : new[] { document.RootElement };
            foreach (var sample in samples)
            {
                yield return Read(sample, sample.TryGetProperty("sample_id", out var id) ? id.GetString()! : Path.GetFileNameWithoutExtension(file));
            }
        }
    }

    private static Conversation Read(JsonElement sample, string name)
    {
        var sessions = sample.TryGetProperty("conversation", out var inner) ? inner : sample;
        var turns = sessions.EnumerateObject()
            .Where(p => p.Value.ValueKind == JsonValueKind.Array && SessionName().IsMatch(p.Name))
            .OrderBy(p => int.Parse(p.Name["session_".Length..], CultureInfo.InvariantCulture))
            .SelectMany(p => ReadSession(p, sessions))
            .ToList();
        var known = turns.Select(t => t.Id).ToHashSet();
        var questions = sample.GetProperty("qa").EnumerateArray()
            .Where(q => q.GetProperty("category").GetInt32() != Adversarial)
            .Select(q => ReadQuestion(q, known))
            .Where(q => q.Evidence.Count > 0)
            .ToList();
        return new Conversation(name, turns, questions);
    }

    private static IEnumerable<Turn> ReadSession(JsonProperty session, JsonElement sessions)
    {
        var text = sessions.GetProperty(session.Name + "_date_time").GetString()!;
        var begin = DateTimeOffset.ParseExact(
            text, "h:mm tt 'on' d MMMM, yyyy", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        return session.Value.EnumerateArray().Select((turn, i) => new Turn(
            turn.GetProperty("dia_id").GetString()!,
            session.Name,
            turn.GetProperty("speaker").GetString()!,
            turn.GetProperty("text").GetString()!,
            begin.AddSeconds(i)));
    }

    // Some evidence names several turns in one string, or turns that do not exist.
    private static Question ReadQuestion(JsonElement question, HashSet<string> known) => new(
        question.GetProperty("question").GetString()!,
        question.TryGetProperty("answer", out var answer) ? answer.ToString() : "",
        question.GetProperty("category").GetInt32() switch
        {
            1 => "multi-hop",
            2 => "temporal",
            3 => "open-domain",
            _ => "single-hop",
        },
        [.. question.GetProperty("evidence").EnumerateArray().SelectMany(e => TurnId().Matches(e.GetString()!).Select(m => m.Value)).Where(known.Contains).Distinct()]);

    [GeneratedRegex(@"^session_\d+$", RegexOptions.None, 1000)]
    private static partial Regex SessionName();

    [GeneratedRegex(@"D\d+:\d+", RegexOptions.None, 1000)]
    private static partial Regex TurnId();
}
