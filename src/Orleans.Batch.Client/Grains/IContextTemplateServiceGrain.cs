namespace Orleans.Batch.Client;

/// <summary>Templates for contexts, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.context-template-service.v1")]
public interface IContextTemplateServiceGrain : IGrainWithIntegerKey, IContextTemplateClient;
