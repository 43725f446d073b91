using Orleans.Batch.Facts;

namespace Orleans.Batch.Extraction;

/// <summary>The text of one speaker, or a text without one.</summary>
/// <param name="Speaker">The first person; null when it refers to no entity.</param>
/// <param name="Reference">The reference time.</param>
/// <param name="AssertionCollector">Receives the facts.</param>
internal sealed record Turn(Entity? Speaker, DateTimeOffset Reference, AssertionCollector AssertionCollector)
{
    private Entity? _person;
    private bool _several;

    /// <summary>The referent of he or she: the only subject so far; null when there are several or none.</summary>
    public Entity? Person => _several ? null : _person;

    /// <summary>Records a person as subject.</summary>
    public void Note(Entity subject)
    {
        _several |= _person is not null && !string.Equals(_person.Name, subject.Name, StringComparison.OrdinalIgnoreCase);
        _person = subject;
    }
}
