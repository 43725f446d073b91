namespace Orleans.Batch;

/// <summary>Returns the project of a presented API key.</summary>
public interface IProjectAuthenticator
{
    /// <summary>
    /// The project that <paramref name="secret"/> opens, or null for an unknown or revoked key. Compares hashes in
    /// constant time; answers are cached for five seconds at most.
    /// </summary>
    ValueTask<ProjectId?> AuthenticateAsync(string secret, CancellationToken cancellationToken);
}
