namespace Orleans.Batch.Grains.Recovery;

/// <summary>The result of a sweep, for operators who inspect the cluster later.</summary>
[GenerateSerializer]
[Alias("orleans-batch.sweep-mark.v1")]
internal sealed class SweepMark
{
    /// <summary>When the last sweep was complete.</summary>
    [Id(0)]
    public DateTimeOffset SweptAt { get; set; }

    /// <summary>How many pieces of work it woke.</summary>
    [Id(1)]
    public int Woken { get; set; }
}
