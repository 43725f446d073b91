namespace Orleans.Batch.Client;

/// <summary>Users, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.user-service.v1")]
public interface IUserServiceGrain : IGrainWithIntegerKey, IUserClient;
