namespace Orleans.Batch.Facts;

/// <summary>
/// Turns a fact that a caller writes into an episode's assertions. A fact whose sentence is the one its parts make belongs to
/// the timeline of extracted ones: they repeat and end each other. One with another sentence has a timeline of its own,
/// so that no sentence is lost.
/// </summary>
public static class WrittenFactResolver
{
    /// <summary>Resolves a fact.</summary>
    /// <param name="source">The node it is about.</param>
    /// <param name="target">The other node.</param>
    /// <param name="fact">The fact.</param>
    /// <param name="referenceTime">The time of its episode.</param>
    public static ResolvedFacts Resolve(NamedNode source, NamedNode target, NewFact fact, DateTimeOffset referenceTime)
    {
        var isOwn = !FactText.IsSentence(fact.Fact, FactText.Format(source.Name, fact.Name, target.Name, null));
        var assertion = new Assertion
        {
            Subject = new Entity(source.Name),
            Predicate = fact.Name,
            Object = isOwn ? null : new Entity(target.Name),
            Value = isOwn ? fact.Fact : null,
        };
        var begins = new SlotAssertion(
            new SlotKey(source.Id, FactResolver.Hash(assertion, target.Id)),
            FactResolver.WholeMicroseconds(fact.ValidAt ?? referenceTime),
            target.Id,
            fact.Name,
            Value: null,
            Ends: false);
        SlotAssertion[] assertions = fact.InvalidAt is { } end
            ? [begins, begins with { At = FactResolver.WholeMicroseconds(end), Ends = true }]
            : [begins];
        return new ResolvedFacts(source.Id == target.Id ? [source] : [source, target], assertions, []);
    }
}
