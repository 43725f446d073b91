namespace Orleans.Batch.PostgreSql.Guard;

/// <summary>
/// Makes sure that the processes that ingest from a database are the silos of one cluster, or one process alone. It protects
/// operators from mistakes, not data: the fence in SQL holds without it.
/// </summary>
public interface IDatabaseGuard
{
    /// <summary>How well this process reaches the database.</summary>
    DatabaseReach Reach { get; }

    /// <summary>Registers this silo. A process alone also takes over what its predecessors had in flight when they died.</summary>
    /// <param name="silo">Names this life of the silo, as Orleans does: its address and generation.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DatabaseInUseException">A living process has the database beside which this one may not be.</exception>
    /// <exception cref="TransientStoreException">The database cannot tell now; ask again.</exception>
    Task AcquireAsync(string silo, CancellationToken cancellationToken);

    /// <summary>Completes when this silo's registration is gone: another process has the database, or the cluster gave the silo up.</summary>
    Task WaitUntilLostAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Takes over what silos of the cluster had in flight when they died, and ends their sessions. One that registered ten minutes ago
    /// or longer and is in neither list died before it joined.
    /// </summary>
    /// <param name="dead">Those that the cluster has declared dead; names that are not registered are passed over.</param>
    /// <param name="members">The other members of the cluster, of whatever status.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="TransientStoreException">The database cannot do it now; ask again.</exception>
    Task AdoptAsync(IReadOnlyCollection<string> dead, IReadOnlyCollection<string> members, CancellationToken cancellationToken);

    /// <summary>Removes the registration and notes a clean end. Does nothing where there is none.</summary>
    Task ReleaseAsync(CancellationToken cancellationToken);
}

/// <summary>A living process ingests from this database beside which this one may not be.</summary>
public sealed class DatabaseInUseException(string message) : Exception(message);
