namespace Orleans.Batch.Client;

/// <summary>Declared types, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.ontology-service.v1")]
public interface IOntologyServiceGrain : IGrainWithIntegerKey, IOntologyClient;
