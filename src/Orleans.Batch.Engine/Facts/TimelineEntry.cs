namespace Orleans.Batch.Facts;

/// <summary>One assertion in its slot's timeline, and its role there: the beginning of a fact, a repeat or an end.</summary>
public sealed class TimelineEntry
{
    /// <summary>Its id, and the fact's where it begins one.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its place.</summary>
    public required TimelinePlace Place { get; init; }

    /// <summary>The node its object is; the subject's own where the object is a value.</summary>
    public required Guid Target { get; init; }

    /// <summary>The name of the fact.</summary>
    public required string Name { get; init; }

    /// <summary>Its object where that is a scalar, as JSON.</summary>
    public required string? Value { get; init; }

    /// <summary>The episode of the assertion.</summary>
    public required Guid Episode { get; init; }

    /// <summary>Whether it ends a fact.</summary>
    public required bool Ends { get; init; }

    /// <summary>When it was stored; null while it is being stored.</summary>
    public DateTime? CreatedAt { get; init; }

    /// <summary>Its role in the database.</summary>
    public required EntryOrigin Origin { get; init; }

    /// <summary>Whether it begins a fact in the current timeline.</summary>
    public bool IsFact { get; private set; }

    /// <summary>Of a fact: the place of the entry that ended it; null while it holds.</summary>
    public TimelinePlace? End { get; private set; }

    /// <summary>Of a fact that ended: when that was learned; null for now.</summary>
    public DateTime? ExpiredAt { get; private set; }

    /// <summary>Whether the database has another end for it.</summary>
    public bool EndMoved { get; private set; }

    /// <summary>Whether the entry that follows it is known, also when there is none.</summary>
    public bool KnowsNext { get; set; } = true;

    /// <summary>Sets the database's values of a fact.</summary>
    public TimelineEntry AsStoredFact(TimelinePlace? end, DateTime? expiredAt)
    {
        (IsFact, End, ExpiredAt) = (true, end, expiredAt);
        return this;
    }

    /// <summary>A new entry before it is applied.</summary>
    public TimelineEntry Anew() => new()
    {
        Id = Id, Place = Place, Target = Target, Name = Name, Value = Value, Episode = Episode, Ends = Ends, Origin = Origin,
    };

    internal bool SameObjectAs(TimelineEntry other) =>
        Target == other.Target && string.Equals(Value, other.Value, StringComparison.Ordinal);

    internal bool HoldsAt(TimelinePlace place) => IsFact && !(End <= place);

    internal void BeginFact(TimelinePlace? end, DateTime? expiredAt)
    {
        IsFact = true;
        EndAt(end, expiredAt);
    }

    internal void CeaseToBeFact()
    {
        IsFact = false;
        EndAt(null, null);
    }

    internal void EndAt(TimelinePlace? end, DateTime? expiredAt) => (End, ExpiredAt, EndMoved) = (end, expiredAt, true);
}

/// <summary>The role of an entry in the database.</summary>
public enum EntryOrigin
{
    /// <summary>It is being added.</summary>
    New,

    /// <summary>It begins a fact.</summary>
    Fact,

    /// <summary>It repeats what held already, or ends something.</summary>
    Repeat,
}
