namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>Tests that kill and are quick: one after another, beside <see cref="CrashTests"/> and those of the cluster.</summary>
[CollectionDefinition(Name)]
public sealed class FaultCollection
{
    public const string Name = "faults";
}
