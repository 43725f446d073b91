namespace Orleans.Batch.Client;

/// <summary>Facts and nodes that callers write, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.fact-service.v1")]
public interface IFactServiceGrain : IGrainWithIntegerKey, IFactClient;
