namespace Orleans.Batch.Client;

/// <summary>Users, threads and graphs by identity, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.directory-service.v1")]
public interface IDirectoryServiceGrain : IGrainWithIntegerKey, IDirectoryClient;
