namespace Orleans.Batch.Grains.Recovery;

/// <summary>What a sweep left behind, for whoever looks into the cluster after it.</summary>
[GenerateSerializer]
[Alias("orleans-batch.sweep-mark.v1")]
internal sealed class SweepMark
{
    /// <summary>When the last sweep was through.</summary>
    [Id(0)]
    public DateTimeOffset SweptAt { get; set; }

    /// <summary>How many pieces of work it woke.</summary>
    [Id(1)]
    public int Woken { get; set; }
}
