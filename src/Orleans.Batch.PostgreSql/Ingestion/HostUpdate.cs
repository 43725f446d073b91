namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>What the lane reader learns about other hosts with each query.</summary>
/// <param name="Watch">Whether lanes in flight are recorded, because some host ended uncleanly not long ago.</param>
/// <param name="SinceRealtime">How long ago real time was last active in a process that publishes it.</param>
internal readonly record struct HostUpdate(bool Watch, TimeSpan SinceRealtime);
