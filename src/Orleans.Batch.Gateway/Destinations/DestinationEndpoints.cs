using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Destinations;

/// <summary>Users, graphs and threads, many at once.</summary>
internal static class DestinationEndpoints
{
    private const string Path = "/destinations";

    public static void Map(RouteGroupBuilder api) => api.MapPost(Path, CreateAsync).Describe(DestinationOperations.Create);

    private static async Task CreateAsync(
        HttpContext http, IDirectoryClient directory, RequestBodies bodies, IdempotentCall idempotent, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxAddBodyBytes);
        await idempotent.RunAsync(http, Path, body, async key =>
        {
            var destinations = DestinationsBody.Parse(body.Span);

            // They hold copies: the next call can use the buffer while the store works.
            body.Dispose();
            var created = IdempotentCall.Answer(
                http, await directory.CreateDestinationsAsync(http.Project(), destinations, key, http.RequestAborted));
            await http.WriteAsync(created, WireJson.Default.CreatedDestinations);
        });
    }
}
