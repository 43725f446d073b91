using System.Text.Json;

namespace Orleans.Batch.TestKit.Models;

/// <summary>Writes the stub's answer to a prompt: the facts that its numbered turns state, and nothing else.</summary>
internal static class StubAnswer
{
    private const string TurnMark = "{\"turn\":";
    private const string AliasMark = "ALIAS: ";

    /// <param name="user">The text of the prompt, in which each numbered turn is a line of JSON.</param>
    /// <param name="invents">Whether facts without a date get one, with a quote that no turn has.</param>
    public static string Write(string user, bool invents)
    {
        var entities = new Dictionary<string, object>(StringComparer.Ordinal);
        var facts = new List<object>();
        foreach (var line in user.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(TurnMark, StringComparison.Ordinal))
            {
                ReadTurn(line.ToString(), invents, entities, facts);
            }
        }

        return JsonSerializer.Serialize(new { entities = entities.Values, facts });
    }

    private static void ReadTurn(string line, bool invents, Dictionary<string, object> entities, List<object> facts)
    {
        using var json = JsonDocument.Parse(line);
        var turn = json.RootElement.GetProperty("turn").GetInt32();
        var text = json.RootElement.GetProperty("text").GetString()!;
        AddAliases(text, entities);
        foreach (var fact in StatedFact.ReadAll(text))
        {
            entities.TryAdd(fact.Subject, Entity(fact.Subject, null));
            if (fact.Object is not null)
            {
                entities.TryAdd(fact.Object, Entity(fact.Object, null));
            }

            facts.Add(Fact(fact, turn, invents));
        }
    }

    // ALIAS: Ada B. | Ada Berg
    private static void AddAliases(string text, Dictionary<string, object> entities)
    {
        foreach (var line in text.Split('\n').Where(l => l.StartsWith(AliasMark, StringComparison.Ordinal)))
        {
            var parts = line[AliasMark.Length..].Split(" | ");
            entities[parts[0]] = Entity(parts[0], parts[1].Trim());
        }
    }

    private static object Entity(string name, string? sameAs) => new { name, type = (string?)null, same_as = sameAs };

    private static object Fact(StatedFact fact, int turn, bool invents)
    {
        var isInvented = invents && fact.Date is null;
        return new
        {
            episodes = (int[])[turn],
            subject = fact.Subject,
            predicate = fact.Predicate,
            @object = fact.Object,
            value = fact.Value,
            fact = Sentence(fact),
            ends = fact.Ends,
            at = isInvented ? "1901-01-01" : fact.IsoDate,
            at_quote = isInvented ? "on New Year's Day 1901" : fact.Date,
        };
    }

    // "Ada works at Acme, since 2020-01-01."
    private static string Sentence(StatedFact fact) => string.Concat(
        fact.Subject, " ", fact.Predicate.ToLowerInvariant().Replace('_', ' '), " ", fact.Object ?? fact.Value, fact.Date is null ? "." : $", {fact.Date}.");
}
