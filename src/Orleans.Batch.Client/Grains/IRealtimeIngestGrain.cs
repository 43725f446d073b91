namespace Orleans.Batch.Client;

/// <summary>
/// One graph's live episodes. A separate grain type, so that silos of the role <c>realtime</c> keep it apart from batches.
/// </summary>
[Alias("orleans-batch.realtime-ingest.v1")]
public interface IRealtimeIngestGrain : IWorkGrain;
