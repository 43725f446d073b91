namespace Orleans.Batch.Client;

/// <summary>Edges of graphs, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.edge-service.v1")]
public interface IEdgeServiceGrain : IGrainWithIntegerKey, IEdgeClient;
