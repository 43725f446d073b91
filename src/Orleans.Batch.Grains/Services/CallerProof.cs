using Orleans.Batch.Client;

namespace Orleans.Batch.Grains.Services;

/// <summary>
/// Whether a caller may act for a project. What a call says of itself is no proof; the API key that came with it is looked
/// up each time, as the gateway does.
/// </summary>
internal sealed class CallerProof(IProjectAuthenticator authenticator)
{
    /// <exception cref="BatchServiceException">No key came with the call, or one that does not open this project.</exception>
    public async ValueTask RequireAsync(ProjectId project, CancellationToken cancellationToken)
    {
        var proven = PresentedKey.Take() is { Length: > 0 } key
            ? await authenticator.AuthenticateAsync(key, cancellationToken)
            : null;
        if (proven is null || proven != project)
        {
            throw new BatchServiceException(
                ErrorKind.NotFound,
                ErrorCodes.Unauthorized,
                "the API key given to AddBatchClient is not a valid key of this project; the cluster knows none of its batches");
        }
    }
}
