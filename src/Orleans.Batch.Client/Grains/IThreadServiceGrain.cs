namespace Orleans.Batch.Client;

/// <summary>Threads and their messages, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.thread-service.v1")]
public interface IThreadServiceGrain : IGrainWithIntegerKey, IThreadClient;
