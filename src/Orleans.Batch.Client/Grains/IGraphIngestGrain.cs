namespace Orleans.Batch.Client;

/// <summary>One graph's batch items, ingested in order. On silos of the role <c>batch</c>.</summary>
[Alias("orleans-batch.graph-ingest.v1")]
public interface IGraphIngestGrain : IWorkGrain;
