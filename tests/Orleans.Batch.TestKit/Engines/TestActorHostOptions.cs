namespace Orleans.Batch.TestKit.Engines;

/// <summary>What a test decides about <see cref="TestActorHost"/>.</summary>
public sealed class TestActorHostOptions
{
    /// <summary>How often unfinished work is looked for, beside the start. Default: 15 seconds.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(15);
}
