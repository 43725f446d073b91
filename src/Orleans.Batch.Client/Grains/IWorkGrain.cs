using Orleans.Concurrency;

namespace Orleans.Batch.Client;

/// <summary>
/// What every grain that works in steps offers: it can be woken. Its key is the internal number of what it works on.
/// </summary>
public interface IWorkGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Asks for a step. It carries nothing and answers nothing: the database is the truth, and a wake-up that is lost or
    /// comes twice harms nothing.
    /// </summary>
    [OneWay]
    [AlwaysInterleave]
    Task WakeAsync();
}
