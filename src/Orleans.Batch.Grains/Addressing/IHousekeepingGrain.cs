using Orleans.Batch.Client;

namespace Orleans.Batch.Grains.Addressing;

/// <summary>Removes expired data. One grain for the whole cluster; its key is 0.</summary>
[Alias("orleans-batch.housekeeping.v1")]
internal interface IHousekeepingGrain : IWorkGrain;
