namespace Orleans.Batch.Facts;

/// <summary>How the facts that one extraction of an episode states differ from those of another.</summary>
/// <param name="Changes">Each has the old fact, the new one, or both.</param>
/// <param name="Unchanged">How many facts both state.</param>
public sealed record FactDifferences(IReadOnlyList<(EpisodeFact? Old, EpisodeFact? New)> Changes, int Unchanged)
{
    /// <summary>Compares. A removed and an added fact with the same subject and name are one change.</summary>
    /// <param name="old">The old facts.</param>
    /// <param name="stated">The new ones.</param>
    /// <param name="unchanged">How many more are known to be the same.</param>
    public static FactDifferences Compare(IReadOnlyList<EpisodeFact> old, IReadOnlyList<EpisodeFact> stated, int unchanged)
    {
        var added = stated.ToList();
        var removed = old.Where(o => !added.Remove(o)).ToList();
        var same = unchanged + stated.Count - added.Count;
        var changes = new List<(EpisodeFact? Old, EpisodeFact? New)>();
        Pair(static (o, n) => o.Source == n.Source && o.Name == n.Name && o.SameObjectAs(n));
        Pair(static (o, n) => o.Source == n.Source && o.Name == n.Name);
        changes.AddRange(removed.Select(static o => ((EpisodeFact?)o, (EpisodeFact?)null)));
        changes.AddRange(added.Select(static n => ((EpisodeFact?)null, (EpisodeFact?)n)));
        return new FactDifferences(changes, same);

        void Pair(Func<EpisodeFact, EpisodeFact, bool> fits)
        {
            for (var i = 0; i < removed.Count;)
            {
                var pair = added.FindIndex(n => fits(removed[i], n));
                if (pair < 0)
                {
                    i++;
                    continue;
                }

                changes.Add((removed[i], added[pair]));
                removed.RemoveAt(i);
                added.RemoveAt(pair);
            }
        }
    }
}
