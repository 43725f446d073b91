using Orleans.Concurrency;

namespace Orleans.Batch.Client;

/// <summary>
/// The interface of every grain that works in steps: it can be woken. Its key is the internal number of the object it works on.
/// </summary>
public interface IWorkGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// Requests a step. It carries no data and returns none: the state is in the database, and a wake-up that is lost
    /// or comes twice does no harm.
    /// </summary>
    [OneWay]
    [AlwaysInterleave]
    Task WakeAsync();
}
