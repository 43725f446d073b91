namespace Orleans.Batch.Graphs;

/// <summary>The facts of a search, best first.</summary>
/// <param name="Plan">The search, with the nodes that it names by a fact, too.</param>
/// <param name="Facts">The facts.</param>
internal sealed record FactRanking(SearchPlan Plan, List<Ranked> Facts);
