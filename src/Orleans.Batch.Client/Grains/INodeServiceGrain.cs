namespace Orleans.Batch.Client;

/// <summary>Nodes of graphs, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.node-service.v1")]
public interface INodeServiceGrain : IGrainWithIntegerKey, INodeClient;
