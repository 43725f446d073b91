namespace Orleans.Batch.Cluster;

/// <summary>Removes rows of Orleans' membership table that nothing removes otherwise.</summary>
public interface IMembershipCleanup
{
    /// <summary>Removes the membership rows of clusters that no longer exist.</summary>
    /// <param name="prefix">The prefix of the names of such clusters.</param>
    /// <param name="except">The cluster that stays.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="TransientStoreException">The database cannot be reached now.</exception>
    ValueTask RemoveClustersAsync(string prefix, string except, CancellationToken cancellationToken);
}
