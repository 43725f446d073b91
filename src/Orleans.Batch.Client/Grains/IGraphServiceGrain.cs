namespace Orleans.Batch.Client;

/// <summary>Standalone graphs, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.graph-service.v1")]
public interface IGraphServiceGrain : IGrainWithIntegerKey, IGraphClient;
