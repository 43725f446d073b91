namespace Orleans.Batch;

/// <summary>A difference between the old facts of an episode and the new ones.</summary>
[GenerateSerializer]
[Alias("orleans-batch.fact-change.v1")]
[Immutable]
public sealed record FactChange
{
    /// <summary>What it is.</summary>
    [Id(0)]
    public required FactChangeKind Change { get; init; }

    /// <summary>The episode that states the facts.</summary>
    [Id(1)]
    public required Guid EpisodeUuid { get; init; }

    /// <summary>Its graph; null where that was deleted.</summary>
    [Id(2)]
    public Guid? GraphUuid { get; init; }

    /// <summary>The fact as the old extraction stated it; null for an added one.</summary>
    [Id(3)]
    public ExtractedFact? Before { get; init; }

    /// <summary>The fact as the new extraction states it; null for a removed one.</summary>
    [Id(4)]
    public ExtractedFact? After { get; init; }
}

/// <summary>A fact as an episode states it.</summary>
[GenerateSerializer]
[Alias("orleans-batch.extracted-fact.v1")]
[Immutable]
public sealed record ExtractedFact
{
    /// <summary>The name of the entity that it is about.</summary>
    [Id(0)]
    public required string Subject { get; init; }

    /// <summary>Its name, such as WORKS_AT.</summary>
    [Id(1)]
    public required string Name { get; init; }

    /// <summary>The name of the other entity; null where the object is a value.</summary>
    [Id(2)]
    public string? Object { get; init; }

    /// <summary>The value, a JSON scalar; null where the object is an entity.</summary>
    [Id(3)]
    public JsonText? Value { get; init; }

    /// <summary>The fact as a sentence.</summary>
    [Id(4)]
    public required string Fact { get; init; }

    /// <summary>From when on the episode says that it holds; null where it states only an end.</summary>
    [Id(5)]
    public DateTimeOffset? ValidAt { get; init; }

    /// <summary>When the episode says that it ended; null where it states no end.</summary>
    [Id(6)]
    public DateTimeOffset? InvalidAt { get; init; }
}

/// <summary>The kinds of differences. The numbers are stored; they never change.</summary>
[GenerateSerializer]
[Alias("orleans-batch.fact-change-kind.v1")]
public enum FactChangeKind : short
{
    /// <summary>Only the new extraction states the fact.</summary>
    Added = 0,

    /// <summary>Only the old one did.</summary>
    Removed = 1,

    /// <summary>Both state a fact of this name about the subject, with different objects or dates.</summary>
    Changed = 2,
}

/// <summary>Which changes to list.</summary>
/// <param name="Limit">How many at most; 1 to 1,000.</param>
/// <param name="Cursor">The previous page's <see cref="FactChangePage.NextCursor"/>; null or 0 for the first page.</param>
[GenerateSerializer]
[Alias("orleans-batch.fact-change-query.v1")]
[Immutable]
public sealed record FactChangeQuery([property: Id(0)] int Limit = Limits.DefaultPerPage, [property: Id(1)] long? Cursor = null);

/// <summary>A page of changes: those of an episode follow each other.</summary>
/// <param name="Changes">The changes.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
[GenerateSerializer]
[Alias("orleans-batch.fact-change-page.v1")]
[Immutable]
public sealed record FactChangePage([property: Id(0)] IReadOnlyList<FactChange> Changes, [property: Id(1)] long? NextCursor);
