using Orleans.Batch.Client;

namespace Orleans.Batch.Grains.Addressing;

/// <summary>Fills the search index. One grain for the whole cluster; its key is 0.</summary>
[Alias("orleans-batch.search-index.v1")]
internal interface ISearchIndexGrain : IWorkGrain;
