namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>Tests that share a cluster and kill parts of it: one after another.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ClusterCollection : ICollectionFixture<ClusterSite>
{
    public const string Name = "cluster";
}
