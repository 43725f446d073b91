using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Addressing;

/// <summary>Graphs whose lanes have few items, by shard (<see cref="GraphShards"/>).</summary>
[Alias("orleans-batch.small-lanes.v1")]
internal interface ISmallLanesGrain : IGrainWithIntegerKey
{
    /// <summary>Requests a step of each graph. A lost or repeated call does no harm.</summary>
    /// <param name="graphs">Their internal keys.</param>
    [OneWay]
    [AlwaysInterleave]
    Task WakeAsync([Immutable] long[] graphs);
}
