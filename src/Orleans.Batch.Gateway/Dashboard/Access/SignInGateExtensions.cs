using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>Puts pages behind the dashboard's sign-in.</summary>
internal static class SignInGateExtensions
{
    /// <inheritdoc cref="SignInGate"/>
    public static TBuilder Gate<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        // Around the delegate and not as a filter: filters hold for handlers of minimal APIs only.
        endpoints.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } behind)
            {
                endpoint.RequestDelegate = http => http.RequestServices.GetRequiredService<SignInGate>().RunAsync(http, behind);
            }
        });
        return endpoints;
    }
}
