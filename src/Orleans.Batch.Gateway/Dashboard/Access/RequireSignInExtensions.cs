using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.Batch.Gateway.Dashboard;

/// <summary>Puts pages behind the dashboard's sign-in.</summary>
public static class RequireSignInExtensions
{
    /// <summary>
    /// Lets only people through who have signed in with a project's key; others are sent to the sign-in page and come back.
    /// What changes something must come from a page of this site. Works for any endpoints, such as another dashboard's;
    /// needs <see cref="BatchDashboardExtensions.AddBatchDashboard"/>.
    /// </summary>
    public static TBuilder RequireSignIn<TBuilder>(this TBuilder endpoints)
        where TBuilder : IEndpointConventionBuilder => endpoints.Gate(checksForms: false);

    /// <summary>The same for our own pages, whose forms carry a token.</summary>
    internal static TBuilder Gate<TBuilder>(this TBuilder endpoints, bool checksForms)
        where TBuilder : IEndpointConventionBuilder
    {
        // Around the delegate and not as a filter: filters hold for handlers of minimal APIs only.
        endpoints.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } behind)
            {
                endpoint.RequestDelegate = http =>
                    http.RequestServices.GetRequiredService<SignInGate>().RunAsync(http, behind, checksForms);
            }
        });
        return endpoints;
    }
}
