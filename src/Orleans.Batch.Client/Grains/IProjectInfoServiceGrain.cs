namespace Orleans.Batch.Client;

/// <summary>A caller's own project, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.project-info-service.v1")]
public interface IProjectInfoServiceGrain : IGrainWithIntegerKey, IProjectInfoClient;
