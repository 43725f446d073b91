namespace Orleans.Batch.Client;

/// <summary>Extracts one graph's windows by a model. On silos of the role <c>batch</c>.</summary>
[Alias("orleans-batch.model-extract.v1")]
public interface IModelExtractGrain : IWorkGrain;
