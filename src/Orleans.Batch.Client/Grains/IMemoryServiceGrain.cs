namespace Orleans.Batch.Client;

/// <summary>Users, threads, graphs and what is in them, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.memory-service.v1")]
public interface IMemoryServiceGrain : IGrainWithIntegerKey, IMemoryClient;
