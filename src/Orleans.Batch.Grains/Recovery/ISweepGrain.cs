using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Recovery;

/// <summary>One part of the search for unfinished work.</summary>
[Alias("orleans-batch.sweep.v1")]
internal interface ISweepGrain : IGrainWithIntegerKey
{
    /// <summary>Sets the alarm clock. Asking again changes nothing.</summary>
    Task ArmAsync();

    /// <summary>Wakes everything unfinished of this part. Asked while it does, it begins once more when it is through.</summary>
    [OneWay]
    [AlwaysInterleave]
    Task SweepAsync();
}
