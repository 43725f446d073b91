using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Batch.Gateway;

/// <summary>
/// Calls of Zep's that are not here but share a path with one that is. Clients take 404 as "this server has no such
/// call"; the router would say 405, which they do not know.
/// </summary>
internal static class UnsupportedEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        Absent(api, "/graph/{name}", "POST", "PUT");
        Absent(api, "/graph/episodes/{uuid}", "PATCH");
        Absent(api, "/graph/node/{uuid}", "PATCH");
        Absent(api, "/graph/edge/{uuid}", "PATCH");
    }

    private static void Absent(RouteGroupBuilder api, string pattern, params string[] methods) =>
        api.MapMethods(pattern, methods, Answer).ExcludeFromDescription();

    private static Task Answer(HttpContext http) => http.WriteErrorAsync(ErrorResponse.NoRoute(http));
}
