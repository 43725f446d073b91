namespace Orleans.Batch.Client;

/// <summary>Asks the cluster for the project of a key.</summary>
internal sealed class GrainProjectAuthenticator(IClusterClient cluster) : IProjectAuthenticator
{
    public ValueTask<ProjectId?> AuthenticateAsync(string secret, CancellationToken cancellationToken) =>
        cluster.GetGrain<IProjectGrain>(0).AuthenticateAsync(secret, cancellationToken);
}
