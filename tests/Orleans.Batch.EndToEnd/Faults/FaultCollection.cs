namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>Tests that kill: one after another, since they are about moments.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class FaultCollection
{
    public const string Name = "faults";
}
