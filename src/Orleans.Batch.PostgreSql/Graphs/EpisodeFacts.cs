namespace Orleans.Batch.PostgreSql.Graphs;

/// <summary>The facts and nodes of some episodes of a graph.</summary>
/// <param name="Facts">The facts they begin or repeat, the earliest first.</param>
/// <param name="Nodes">The nodes they name.</param>
/// <param name="Truncated">Whether there is more than was read.</param>
internal sealed record EpisodeFacts(GraphIds Facts, GraphIds Nodes, bool Truncated);
