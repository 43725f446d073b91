using System.Text.Json;
using Orleans.Batch.Facts;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>The entities of an answer and of its window, by name, and which of them are the same.</summary>
internal sealed class AnswerEntities
{
    private const int LongestLabel = 40;

    // All nodes have it.
    private const string EveryLabel = "Entity";

    // "A" may be "B" which is "C"; more is a mistake, and a circle has no end.
    private const int LongestChain = 8;

    private readonly Dictionary<string, Entity> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Entity> _own = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _same = new(StringComparer.Ordinal);
    private readonly HashSet<(string Name, string Other)> _rejected = [];

    public AnswerEntities(ExtractionWindow window, JsonElement answer)
    {
        foreach (var entity in window.KnownEntities)
        {
            _known.TryAdd(EntityName.Normalize(entity.Name), entity);
        }

        // What is known counts before what the answer says.
        foreach (var alias in window.Aliases)
        {
            Add(alias);
        }

        if (AnswerText.FindArray(answer, "entities") is { } entries)
        {
            foreach (var entry in entries.EnumerateArray().Where(e => e.ValueKind == JsonValueKind.Object))
            {
                Add(entry);
            }
        }
    }

    /// <summary>The entities that the answer lists.</summary>
    public IEnumerable<Entity> Own => _own.Values;

    /// <summary>The entity that a name means: the one it is the same as, if the answer says so.</summary>
    public Entity Resolve(string name)
    {
        var spelled = EntityName.Normalize(name);
        var resolved = Follow(spelled);
        var own = _own.GetValueOrDefault(spelled);
        return _known.TryGetValue(resolved, out var known) ? known with { Label = known.Label ?? own?.Label }
            : resolved != spelled ? _own[resolved]
            : own is null ? new Entity(name) : own with { Name = name };
    }

    private void Add(KnownAlias alias)
    {
        var (name, other) = (EntityName.Normalize(alias.Name), EntityName.Normalize(alias.Entity.Name));
        if (alias.IsRejected)
        {
            _rejected.Add((name, other));
            return;
        }

        _known.TryAdd(other, alias.Entity);
        _same.TryAdd(name, other);
    }

    private string Follow(string spelled)
    {
        var name = spelled;
        for (var i = 0; i < LongestChain; i++)
        {
            if (!_same.TryGetValue(name, out var other) || !(_known.ContainsKey(other) || _own.ContainsKey(other)))
            {
                return name;
            }

            name = other;
        }

        return spelled;
    }

    // An entity may be the same as one that is listed after it: what is the same is looked up when it is asked for.
    private void Add(JsonElement entry)
    {
        if (AnswerText.ReadName(entry, "name") is not { } name)
        {
            return;
        }

        var spelled = EntityName.Normalize(name);
        _own.TryAdd(spelled, new Entity(name, ReadLabel(entry)));
        if (AnswerText.ReadName(entry, "same_as") is { } other && EntityName.Normalize(other) is var same
            && same != spelled && !_rejected.Contains((spelled, same)))
        {
            _same.TryAdd(spelled, same);
        }
    }

    private static string? ReadLabel(JsonElement entry) =>
        AnswerText.Read(entry, "type") is { } type && KeyNames.Label(KeyNames.Predicate(type)) is { Length: > 0 and <= LongestLabel } label && label != EveryLabel
            ? label
            : null;
}
