namespace Orleans.Batch.Cluster;

/// <summary>
/// Ensures that the processes that ingest from a database are the silos of one cluster, or one process alone. It protects
/// operators from mistakes, not data: the fence in SQL protects data without it.
/// </summary>
public interface IDatabaseGuard
{
    /// <summary>How well this process reaches the database.</summary>
    DatabaseReach Reach { get; }

    /// <summary>Registers this silo. A process alone also adopts the in-flight work of its dead predecessors.</summary>
    /// <param name="silo">Identifies this run of the silo, as Orleans does: its address and generation.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="DatabaseInUseException">A living process has the database and excludes this one.</exception>
    /// <exception cref="TransientStoreException">The database cannot answer now; retry.</exception>
    Task AcquireAsync(string silo, CancellationToken cancellationToken);

    /// <summary>
    /// Completes when this silo's registration is gone: another process has the database, or the cluster declared the silo dead.
    /// </summary>
    Task WaitUntilLostAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Adopts the in-flight work of dead silos of the cluster, and ends their sessions. A silo that registered ten minutes ago
    /// or longer and is in neither list died before it joined.
    /// </summary>
    /// <param name="dead">Those that the cluster has declared dead; names that are not registered are skipped.</param>
    /// <param name="members">The other members of the cluster, of any status.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="TransientStoreException">The database cannot do it now; retry.</exception>
    Task AdoptAsync(IReadOnlyCollection<string> dead, IReadOnlyCollection<string> members, CancellationToken cancellationToken);

    /// <summary>Removes the registration and records a clean end. Does nothing without a registration.</summary>
    Task ReleaseAsync(CancellationToken cancellationToken);
}
