using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>What one speaker says, or a text without one.</summary>
/// <param name="Speaker">The first person; null where it means nobody.</param>
/// <param name="Reference">The reference time.</param>
/// <param name="AssertionCollector">Where facts go.</param>
internal sealed record Turn(Entity? Speaker, DateTimeOffset Reference, AssertionCollector AssertionCollector)
{
    private Entity? _person;
    private bool _several;

    /// <summary>Whom he or she means: the only one who has been a subject so far; null where there are several or none.</summary>
    public Entity? Person => _several ? null : _person;

    /// <summary>Somebody was a subject.</summary>
    public void Note(Entity subject)
    {
        _several |= _person is not null && !string.Equals(_person.Name, subject.Name, StringComparison.OrdinalIgnoreCase);
        _person = subject;
    }
}
