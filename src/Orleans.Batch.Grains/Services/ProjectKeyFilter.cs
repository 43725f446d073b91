using Orleans.Batch.Client;
using Orleans.Serialization.Invocation;

namespace Orleans.Batch.Grains.Services;

/// <summary>
/// Accepts a call that names a project only with an API key of that project. The name in the call proves nothing: the call's key is
/// looked up each time, as in the gateway. One filter covers all grains, so that none can omit the check.
/// </summary>
internal sealed class ProjectKeyFilter(IProjectAuthenticator authenticator) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (ProjectOf(context.Request) is { } project)
        {
            await RequireAsync(project);
        }

        await context.Invoke();
    }

    // The call that begins a stream carries the call that makes it.
    private static ProjectId? ProjectOf(IInvokable call)
    {
        for (var i = 0; i < call.GetArgumentCount(); i++)
        {
            var project = call.GetArgument(i) switch
            {
                ProjectId given => given,
                IInvokable inner => ProjectOf(inner),
                _ => null,
            };
            if (project is not null)
            {
                return project;
            }
        }

        return null;
    }

    /// <exception cref="BatchServiceException">The call has no key, or its key is not one of this project.</exception>
    private async ValueTask RequireAsync(ProjectId project)
    {
        var proven = PresentedKey.Take() is { Length: > 0 } key
            ? await authenticator.AuthenticateAsync(key, CancellationToken.None)
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
