using System.Runtime.CompilerServices;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Models;

/// <summary>
/// Sends requests to endpoints. Bodies are read whole here, up to a limit, so that the time limit of a request covers them, and
/// what the headers say of limits is handed to the caller, which the client library does not do for answers.
/// </summary>
internal sealed class EndpointTransport(TimeProvider time) : DelegatingHandler(
    new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
{
    private const int LongestBody = 16 * 1_024 * 1_024;

    private static readonly AsyncLocal<StrongBox<EndpointLimits>?> Current = new();

    /// <summary>Returns where the limits of the next response to the caller are put.</summary>
    public static StrongBox<EndpointLimits> Observe() => Current.Value = new StrongBox<EndpointLimits>();

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            if (Current.Value is { } limits)
            {
                limits.Value = LimitHeaders.Read(response.Headers, time.GetUtcNow());
            }

            await response.Content.LoadIntoBufferAsync(LongestBody, cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
