namespace Orleans.Batch.Actors;

/// <summary>Makes sure that one host at a time ingests from a database. Lost leases cannot harm data: the fence holds.</summary>
public interface IHostLease
{
    /// <summary>Takes the lease.</summary>
    /// <exception cref="HostLeaseException">Another living host holds it.</exception>
    /// <exception cref="TransientStoreException">The store cannot tell now; ask again.</exception>
    Task AcquireAsync(CancellationToken cancellationToken);

    /// <summary>Keeps the lease renewed; completes when another host has taken it.</summary>
    Task WaitUntilLostAsync(CancellationToken cancellationToken);

    /// <summary>Gives the lease back and notes a clean end. Does nothing when it is not held.</summary>
    Task ReleaseAsync(CancellationToken cancellationToken);

    /// <summary>How many ends in a row, before this start, were not clean: 0 after a clean one.</summary>
    int UncleanEnds { get; }
}

/// <summary>Another living host ingests from this database.</summary>
public sealed class HostLeaseException(string message) : Exception(message);
