namespace Orleans.Batch.Facts;

/// <summary>The nodes that an item names, with their labels.</summary>
internal sealed class ItemNodes(long graphKey, GraphVocabulary vocabulary)
{
    private const string Assistant = "Assistant";

    private readonly Dictionary<string, int> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<Guid, int> _byId = [];
    private readonly List<NamedNode> _named = [];
    private readonly HashSet<string> _speakers = new(StringComparer.Ordinal);

    public IReadOnlyList<NamedNode> Named => _named;

    /// <summary>
    /// Notes who speaks in the item, before its entities are looked up: what a sentence says of the speaker may give another label
    /// than the role does.
    /// </summary>
    public void NoteSpeakers(IReadOnlyList<Entity> mentions)
    {
        foreach (var mention in mentions)
        {
            if (vocabulary.User is { } user && mention.Label == UserNames.Label && user.IsSpeaker(mention.Name))
            {
                _speakers.Add(mention.Name);
            }
        }
    }

    public Guid IdOf(Entity entity)
    {
        if (!_byName.TryGetValue(entity.Name, out var index))
        {
            var id = FindId(entity);
            if (!_byId.TryGetValue(id, out index))
            {
                index = _named.Count;
                _byId.Add(id, index);
                _named.Add(new NamedNode(id, EntityName.Display(entity.Name), LabelOf(entity)));
            }

            _byName.Add(entity.Name, index);
        }

        if (_named[index].Label is null && entity.Label is not null)
        {
            _named[index] = _named[index] with { Label = LabelOf(entity) };
        }

        return _named[index].Id;
    }

    /// <summary>Gives the ends of an edge the types that its declaration implies.</summary>
    public void Infer(DeclaredEdge edge, Guid source, Guid? target)
    {
        var types = edge.Infer(TypeOf(source), target is { } end ? TypeOf(end) : null);
        Infer(source, types.Source);
        if (target is { } other)
        {
            Infer(other, types.Target);
        }
    }

    /// <summary>Only nodes with a declared type, users and assistants, and what is said of these.</summary>
    public ResolvedFacts KeepTyped(List<SlotAssertion> assertions, List<Guid> mentions)
    {
        var kept = _named.Where(n => TypeOf(n.Id) is not null || n.Label == Assistant).ToList();
        var ids = kept.Select(n => n.Id).ToHashSet();
        return new ResolvedFacts(
            kept,
            [.. assertions.Where(a => ids.Contains(a.Slot.Source) && ids.Contains(a.Target))],
            [.. mentions.Where(ids.Contains)]);
    }

    /// <summary>The aliases between nodes that are kept. A name of the user means the user without one.</summary>
    public IReadOnlyList<ResolvedAlias> FindAliases(IReadOnlyList<EntityAlias> aliases, IReadOnlyList<NamedNode> kept)
    {
        var ids = kept.Select(n => n.Id).ToHashSet();
        return
        [
            .. aliases
                .Select(a => new ResolvedAlias(FindId(new Entity(a.Name)), EntityName.Display(a.Name), FindId(a.Entity)))
                .Where(a => a.Alias != a.Node && a.Alias != vocabulary.User?.Node && ids.Contains(a.Node))
                .DistinctBy(a => a.Alias),
        ];
    }

    private Guid FindId(Entity entity)
    {
        var normal = EntityName.Normalize(entity.Name);
        return vocabulary.User is { } user && (_speakers.Contains(entity.Name) || user.Include(normal))
            ? user.Node
            : NodeId.FromNormalized(graphKey, normal);
    }

    private string? LabelOf(Entity entity) => vocabulary.Types.FindEntity(entity.Label) ?? entity.Label;

    // A label of the item that is not declared says nothing about types.
    private string? TypeOf(Guid id)
    {
        var node = _named[_byId[id]];
        return id == vocabulary.User?.Node || node.Label == UserNames.Label
            ? UserNames.Label
            : node.InferredLabel ?? vocabulary.Types.FindEntity(node.Label);
    }

    private void Infer(Guid id, string? type)
    {
        var index = _byId[id];
        if (type is not null && _named[index] is { InferredLabel: null } node && node.Label != type)
        {
            _named[index] = node with { InferredLabel = type };
        }
    }
}
