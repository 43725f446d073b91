namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>Tests that share a cluster and its PostgreSQL, and kill parts of both: one after another.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterSite>
{
    public const string Name = "cluster";
}
