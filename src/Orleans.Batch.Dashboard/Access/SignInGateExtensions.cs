using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Batch.Dashboard;

/// <summary>Requires the dashboard's sign-in for pages.</summary>
internal static class SignInGateExtensions
{
    /// <inheritdoc cref="SignInGate"/>
    public static TBuilder Gate<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder
    {
        // Wraps the delegate and is not a filter: filters apply to handlers of minimal APIs only.
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
