namespace Orleans.Batch.Work;

/// <summary>
/// Makes sure that one host at a time ingests from a database, or the hosts of one cluster. Lost leases cannot harm data:
/// the fence holds.
/// </summary>
public interface IHostLease
{
    /// <summary>Takes the lease.</summary>
    /// <exception cref="HostLeaseException">A living host holds it beside which this one may not be.</exception>
    /// <exception cref="TransientStoreException">The store cannot tell now; ask again.</exception>
    Task AcquireAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Keeps the lease renewed; completes when another host has taken the database. In a cluster it also looks after the
    /// other hosts, adopting what those had in flight that died.
    /// </summary>
    Task WaitUntilLostAsync(CancellationToken cancellationToken);

    /// <summary>Gives the lease back and notes a clean end. Does nothing when it is not held.</summary>
    Task ReleaseAsync(CancellationToken cancellationToken);

    /// <summary>
    /// How well this host reaches the store. One that has lost it cannot tell by itself whether the others have it: if they
    /// do, what it holds is better done by them.
    /// </summary>
    LeaseReach Reach { get; }
}

/// <summary>A living host ingests from this database beside which this one may not be.</summary>
public sealed class HostLeaseException(string message) : Exception(message);
