using System.Text.Json;
using Orleans.Batch.Facts;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>Reads what an answer says of each turn of a window. An entry that lacks what a fact needs says nothing.</summary>
internal sealed class AnswerReader
{
    private readonly ExtractionWindow _window;
    private readonly AnswerEntities _entities;
    private readonly AssertionCollector[] _turns;
    private readonly List<EntityAlias>[] _aliases;
    private readonly HashSet<string> _singleValued;

    private AnswerReader(ExtractionWindow window, JsonElement answer)
    {
        _window = window;
        _entities = new AnswerEntities(window, answer);
        _turns = [.. window.Turns.Select(_ => new AssertionCollector())];
        _aliases = [.. window.Turns.Select(_ => new List<EntityAlias>())];
        _singleValued = [.. window.Predicates.Where(p => p.SingleValued).Select(p => p.Name)];
    }

    /// <exception cref="ModelCallException">The answer is not of the form that was asked for.</exception>
    public static IReadOnlyList<ItemExtraction> Read(ExtractionWindow window, string answer)
    {
        using var json = AnswerJson.Parse(answer, "facts");
        var reader = new AnswerReader(window, json.RootElement);
        for (var i = 0; i < window.Turns.Count; i++)
        {
            reader._turns[i].Mention(SpokenNames.SpeakerOf(window.Turns[i]));
        }

        foreach (var entry in AnswerText.FindArray(json.RootElement, "facts")!.Value.EnumerateArray())
        {
            if (FactEntry.TryRead(entry, window.Turns.Count) is { } fact)
            {
                reader.Add(fact);
            }
        }

        reader.MentionNamed();
        return [.. reader._turns.Select((t, i) => t.Take() with { Aliases = reader._aliases[i] })];
    }

    private void Add(FactEntry fact)
    {
        var first = fact.Turns[0];
        var target = fact.Object is null ? null : Find(fact.Object, first);
        if (Find(fact.Subject, first) is not { } subject || (target is null && fact.Value is null))
        {
            return;
        }

        var assertion = new Assertion
        {
            Subject = subject,
            Predicate = fact.Predicate,
            Object = target,
            Value = fact.Value,
            SingleValued = _singleValued.Contains(fact.Predicate),
            Sentence = fact.Sentence,
        };
        DatedAssertions.Add(
            _turns[first], assertion, fact.Ends, QuotedDates.Read(fact, _window.Turns), _window.Turns[first].ReferenceTime);
    }

    // The entity that a name means in a turn; a spelling of its own is mentioned. Null for a speaker who is unknown.
    private Entity? Find(string name, int turn)
    {
        if (SpokenNames.IsFirstPerson(name))
        {
            return SpokenNames.SpeakerOf(_window.Turns[turn]);
        }

        if (SpokenNames.FindByRole(name, _window.Turns[turn], _window) is { } speaker)
        {
            return speaker;
        }

        var entity = _entities.Resolve(name);
        if (EntityName.Normalize(entity.Name) != EntityName.Normalize(name))
        {
            _turns[turn].Mention(new Entity(name, entity.Label));
            _aliases[turn].Add(new EntityAlias(name, entity));
        }

        return entity;
    }

    // The answer does not say in which turns an entity is; its name does.
    private void MentionNamed()
    {
        foreach (var entity in _entities.Own.Where(e => !SpokenNames.IsFirstPerson(e.Name)))
        {
            for (var i = 0; i < _turns.Length; i++)
            {
                if (_window.Turns[i].Content.Contains(entity.Name, StringComparison.OrdinalIgnoreCase))
                {
                    _turns[i].Mention(entity);
                }
            }
        }
    }
}
