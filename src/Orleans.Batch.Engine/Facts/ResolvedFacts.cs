namespace Orleans.Batch.Facts;

/// <summary>The facts of an item, as nodes and timelines of its graph.</summary>
/// <param name="Nodes">Every node it names, once.</param>
/// <param name="Assertions">Its assertions, each once.</param>
/// <param name="Mentions">The nodes it names without an assertion about them.</param>
public sealed record ResolvedFacts(
    IReadOnlyList<NamedNode> Nodes, IReadOnlyList<SlotAssertion> Assertions, IReadOnlyList<Guid> Mentions)
{
    /// <summary>Names that mean another node than the one they have by themselves.</summary>
    public IReadOnlyList<ResolvedAlias> Aliases { get; init; } = [];

    /// <summary>The number of assertions and mentions.</summary>
    public int Count => Assertions.Count + Mentions.Count;

    /// <summary>No facts.</summary>
    public static ResolvedFacts None { get; } = new([], [], []);
}

/// <summary>A node as an item names it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">The name as the item spells it.</param>
/// <param name="Label">Its kind, if the item states it.</param>
/// <param name="InferredLabel">Its declared type, if the declaration of an edge type implies it.</param>
public sealed record NamedNode(Guid Id, string Name, string? Label, string? InferredLabel = null);

/// <summary>A name that means another node than the one it has by itself.</summary>
/// <param name="Alias">The node that it has by itself.</param>
/// <param name="Name">The name.</param>
/// <param name="Node">The node that it means.</param>
public sealed record ResolvedAlias(Guid Alias, string Name, Guid Node);

/// <summary>An assertion in its slot.</summary>
/// <param name="Slot">The timeline it belongs to.</param>
/// <param name="At">The moment, UTC, in whole microseconds.</param>
/// <param name="Target">The node its object is; the subject's own where the object is a value.</param>
/// <param name="Name">The name of the fact.</param>
/// <param name="Value">The object where it is a scalar, as JSON.</param>
/// <param name="Ends">Whether it ends a fact.</param>
/// <param name="Sentence">The fact as a sentence, where it is not the one that its parts make.</param>
public sealed record SlotAssertion(
    SlotKey Slot, DateTime At, Guid Target, string Name, string? Value, bool Ends, string? Sentence = null);

/// <summary>A timeline: of a node and a predicate with one object at a time, or of a node, a predicate and one object.</summary>
/// <param name="Source">The node.</param>
/// <param name="Hash">64 bits of the SHA-256 of the rest.</param>
public readonly record struct SlotKey(Guid Source, long Hash);
