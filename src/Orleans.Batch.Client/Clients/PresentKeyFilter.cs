using Microsoft.Extensions.Options;

namespace Orleans.Batch.Client;

/// <summary>Sends the API key to the service's grains, and to no other.</summary>
internal sealed class PresentKeyFilter(IOptions<BatchClientOptions> options) : IOutgoingGrainCallFilter
{
    /// <summary>The prefix of the service's grain types.</summary>
    internal const string GrainTypePrefix = "orleans-batch.";

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.TargetId.Type.ToString()?.StartsWith(GrainTypePrefix, StringComparison.Ordinal) == true)
        {
            PresentedKey.Present(options.Value.ApiKey);
        }

        await context.Invoke();
    }
}
