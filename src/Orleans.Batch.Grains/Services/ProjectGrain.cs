using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>Looks up keys.</summary>
[GrainType("orleans-batch.project")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class ProjectGrain(IProjectAuthenticator authenticator) : Grain, IProjectGrain
{
    public ValueTask<ProjectId?> AuthenticateAsync(string secret, CancellationToken cancellationToken) =>
        authenticator.AuthenticateAsync(secret, cancellationToken);
}
