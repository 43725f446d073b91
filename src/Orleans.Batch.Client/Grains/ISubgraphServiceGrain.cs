namespace Orleans.Batch.Client;

/// <summary>Parts and copies of graphs, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.subgraph-service.v1")]
public interface ISubgraphServiceGrain : IGrainWithIntegerKey, ISubgraphClient;
