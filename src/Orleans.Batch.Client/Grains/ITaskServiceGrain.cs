namespace Orleans.Batch.Client;

/// <summary>Tasks, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.task-service.v1")]
public interface ITaskServiceGrain : IGrainWithIntegerKey, ITaskClient;
