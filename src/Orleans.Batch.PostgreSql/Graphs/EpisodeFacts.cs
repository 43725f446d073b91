namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>What some episodes of a graph say and name.</summary>
/// <param name="Facts">The facts they begin or repeat, those that came first first.</param>
/// <param name="Nodes">The nodes they name.</param>
/// <param name="Truncated">Whether there is more than was looked at.</param>
internal sealed record EpisodeFacts(GraphIds Facts, GraphIds Nodes, bool Truncated);
