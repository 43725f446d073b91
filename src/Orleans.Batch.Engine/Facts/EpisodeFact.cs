namespace Orleans.Batch.Facts;

/// <summary>A fact as one episode states it: its beginning, its end, or both.</summary>
/// <param name="Source">The node that it is about.</param>
/// <param name="Name">The name of the fact.</param>
/// <param name="Target">The node its object is; the subject's own where the object is a value.</param>
/// <param name="Value">The object where it is a scalar, as JSON.</param>
/// <param name="ValidAt">Its beginning; null where only an end is stated.</param>
/// <param name="InvalidAt">Its end; null where none is stated.</param>
public sealed record EpisodeFact(Guid Source, string Name, Guid Target, string? Value, DateTime? ValidAt, DateTime? InvalidAt)
{
    /// <summary>Whether both have the same object.</summary>
    public bool SameObjectAs(EpisodeFact other) => Target == other.Target && Value == other.Value;

    /// <summary>The facts that assertions of one episode state, in their order: an end belongs to the beginning before it.</summary>
    public static IReadOnlyList<EpisodeFact> FromAssertions(IEnumerable<SlotAssertion> assertions)
    {
        var facts = new List<(SlotKey Slot, EpisodeFact Fact)>();
        foreach (var assertion in assertions)
        {
            var stated = new EpisodeFact(
                assertion.Slot.Source,
                assertion.Name,
                assertion.Target,
                assertion.Value,
                assertion.Ends ? null : assertion.At,
                assertion.Ends ? assertion.At : null);
            var begun = assertion.Ends
                ? facts.FindLastIndex(f =>
                    f.Slot == assertion.Slot && f.Fact.InvalidAt is null && f.Fact.ValidAt <= assertion.At && f.Fact.SameObjectAs(stated))
                : -1;
            if (begun >= 0)
            {
                facts[begun] = (assertion.Slot, facts[begun].Fact with { InvalidAt = assertion.At });
            }
            else
            {
                facts.Add((assertion.Slot, stated));
            }
        }

        return [.. facts.Select(f => f.Fact)];
    }
}
