namespace Orleans.Batch.Client;

/// <summary>Asks the cluster which project a key opens.</summary>
internal sealed class GrainProjectAuthenticator(IClusterClient cluster) : IProjectAuthenticator
{
    public ValueTask<ProjectId?> AuthenticateAsync(string secret, CancellationToken cancellationToken) =>
        cluster.GetGrain<IProjectGrain>(0).AuthenticateAsync(secret, cancellationToken);
}
