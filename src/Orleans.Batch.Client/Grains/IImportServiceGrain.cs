namespace Orleans.Batch.Client;

/// <summary>Imports, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.import-service.v1")]
public interface IImportServiceGrain : IGrainWithIntegerKey, IImportClient;
