using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Recovery;

/// <summary>One part of the search for unfinished work.</summary>
[Alias("orleans-batch.sweep.v1")]
internal interface ISweepGrain : IGrainWithIntegerKey
{
    /// <summary>Registers the reminder. Repeated calls change nothing.</summary>
    Task ArmAsync();

    /// <summary>Wakes all unfinished work of this part. A call during a sweep causes one more sweep after it.</summary>
    [OneWay]
    [AlwaysInterleave]
    Task SweepAsync();
}
