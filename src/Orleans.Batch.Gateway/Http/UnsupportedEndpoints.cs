using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orleans.Batch.Gateway.Http;

/// <summary>
/// Zep's calls that this server does not have but whose path another call has. Clients take 404 as "this server has no
/// such call"; the router would answer 405, which they do not know.
/// </summary>
internal static class UnsupportedEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        Absent(api, "/graph/{name}", "POST", "PUT");
    }

    private static void Absent(RouteGroupBuilder api, string pattern, params string[] methods) =>
        api.MapMethods(pattern, methods, Answer).ExcludeFromDescription();

    private static Task Answer(HttpContext http) => http.WriteErrorAsync(ErrorResponse.NoRoute(http));
}
