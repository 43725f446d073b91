namespace Orleans.Batch.Gateway.Batches;

/// <summary>Creates the destinations that lines of a file name.</summary>
internal sealed record DestinationClients(IUserClient Users, IGraphClient Graphs, IThreadClient Threads);
