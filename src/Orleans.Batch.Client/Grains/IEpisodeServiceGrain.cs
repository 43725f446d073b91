namespace Orleans.Batch.Client;

/// <summary>Episodes of graphs, answered by any silo of the role <c>batch</c>.</summary>
[Alias("orleans-batch.episode-service.v1")]
public interface IEpisodeServiceGrain : IGrainWithIntegerKey, IEpisodeClient;
