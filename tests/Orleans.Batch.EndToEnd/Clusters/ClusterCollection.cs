namespace Orleans.Batch.EndToEnd.Clusters;

/// <summary>Tests that share a cluster and a PostgreSQL of its own, and kill parts of both: one after another.</summary>
[CollectionDefinition(Name)]
public sealed class ClusterCollection : ICollectionFixture<ClusterSite>
{
    public const string Name = "cluster";
}
