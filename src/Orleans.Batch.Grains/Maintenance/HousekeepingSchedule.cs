namespace Orleans.Batch.Grains.Maintenance;

/// <summary>When housekeeping is next due: the start of a silo does not restart it.</summary>
[GenerateSerializer]
[Alias("orleans-batch.housekeeping-schedule.v1")]
internal sealed class HousekeepingSchedule
{
    /// <summary>When the next round begins.</summary>
    [Id(0)]
    public DateTimeOffset NextAt { get; set; }
}
