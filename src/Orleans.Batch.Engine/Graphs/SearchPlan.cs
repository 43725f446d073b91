namespace Orleans.Batch.Graphs;

/// <summary>A started search.</summary>
/// <param name="GraphKey">The graph's key.</param>
/// <param name="Words">The query's words as the index knows them, in order, each once; at most 32.</param>
/// <param name="Named">The nodes whose names are in the query.</param>
/// <param name="Through">Up to which episode the index has everything; -1 when the graph is not in it.</param>
/// <param name="Last">The number of the graph's last episode.</param>
public sealed record SearchPlan(long GraphKey, IReadOnlyList<string> Words, IReadOnlyList<Guid> Named, long Through, long Last);
