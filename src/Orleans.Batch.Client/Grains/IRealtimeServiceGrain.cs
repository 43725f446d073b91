namespace Orleans.Batch.Client;

/// <summary>Live writes, accepted by any silo of the role <c>batch</c>; another grain ingests them.</summary>
[Alias("orleans-batch.realtime-service.v1")]
public interface IRealtimeServiceGrain : IGrainWithIntegerKey, IRealtimeClient;
