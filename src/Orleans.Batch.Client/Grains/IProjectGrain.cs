namespace Orleans.Batch.Client;

/// <summary>Returns the project of a caller's API key.</summary>
[Alias("orleans-batch.project.v1")]
public interface IProjectGrain : IGrainWithIntegerKey
{
    /// <summary>The project of a key; null for one that is unknown or revoked.</summary>
    ValueTask<ProjectId?> AuthenticateAsync(string secret, CancellationToken cancellationToken);
}
