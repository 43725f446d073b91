namespace Orleans.Batch.Client;

/// <summary>Instructions to models, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.instruction-service.v1")]
public interface IInstructionServiceGrain : IGrainWithIntegerKey, IInstructionClient;
