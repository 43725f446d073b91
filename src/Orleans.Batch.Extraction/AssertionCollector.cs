using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>Collects the facts of one item; reused for the next one.</summary>
internal sealed class AssertionCollector
{
    private readonly List<Assertion> _assertions = [];
    private readonly HashSet<Entity> _mentions = [];

    /// <summary>A buffer for the tokens of a text.</summary>
    public List<Token> Tokens { get; } = [];

    /// <summary>
    /// Adds an assertion, unless the item has reached its limit. A relation of an entity to itself is ignored, and so
    /// is an assertion about a name that has only control characters.
    /// </summary>
    public void Add(Assertion assertion)
    {
        if (_assertions.Count < AssertionId.MaxPerEpisode
            && !EntityName.IsEmpty(assertion.Subject.Name)
            && (assertion.Object is null || !EntityName.IsEmpty(assertion.Object.Name))
            && !string.Equals(assertion.Subject.Name, assertion.Object?.Name, StringComparison.OrdinalIgnoreCase))
        {
            _assertions.Add(assertion);
        }
    }

    /// <summary>Adds a named entity, once.</summary>
    public void Mention(Entity? entity)
    {
        if (entity is not null && !EntityName.IsEmpty(entity.Name) && _mentions.Count < AssertionId.MaxPerEpisode)
        {
            _mentions.Add(entity);
        }
    }

    /// <summary>Returns what was collected since the last call.</summary>
    public ItemExtraction Take()
    {
        if (_assertions.Count == 0 && _mentions.Count == 0)
        {
            return ItemExtraction.Nothing;
        }

        var taken = new ItemExtraction(null, [.. _assertions], [.. _mentions]);
        _assertions.Clear();
        _mentions.Clear();
        return taken;
    }
}
