namespace Orleans.Batch.Client;

/// <summary>Search in graphs, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.search-service.v1")]
public interface ISearchServiceGrain : IGrainWithIntegerKey, ISearchClient;
