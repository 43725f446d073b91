namespace Orleans.Batch.EndToEnd.Faults;

/// <summary>Tests that kill processes and are short: one after another, beside <see cref="CrashTests"/> and those of the cluster.</summary>
[CollectionDefinition(Name)]
public sealed class FaultCollection
{
    public const string Name = "faults";
}
