using Orleans.Batch.Facts;
using Orleans.Batch.Ingestion;

namespace Orleans.Batch.Extraction;

/// <summary>Gathers what one item says; used again for the next one.</summary>
internal sealed class AssertionCollector
{
    private readonly List<Assertion> _assertions = [];
    private readonly HashSet<Entity> _mentions = [];

    /// <summary>Room for the words of a text.</summary>
    public List<Token> Tokens { get; } = [];

    /// <summary>
    /// Adds what is said, unless the item has said as much as an item may. That something is in a relation to itself says
    /// nothing, and neither does what is said of a name that has only control characters.
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

    /// <summary>Adds who or what is named, once.</summary>
    public void Mention(Entity? entity)
    {
        if (entity is not null && !EntityName.IsEmpty(entity.Name) && _mentions.Count < AssertionId.MaxPerEpisode)
        {
            _mentions.Add(entity);
        }
    }

    /// <summary>What was gathered since the last time.</summary>
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
