using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>Finds what the UUIDs of paths name: one indexed look-up each.</summary>
internal static class GraphAddresses
{
    /// <summary>The graph in the path: its own UUID, or that of the user whose graph it is.</summary>
    /// <exception cref="BatchServiceException">It is no UUID, or the project has no such graph.</exception>
    public static async ValueTask<ObjectAddress> RouteGraphAsync(this HttpContext http, IDirectoryClient directory)
    {
        var uuid = http.RouteUuid("graph_uuid");
        return await FindAsync(http, directory, uuid, AddressKind.Graph, AddressKind.UserGraph, AddressKind.User)
            ?? throw BatchServiceException.NotFound("graph", uuid.ToString());
    }

    /// <summary>The user in the path.</summary>
    /// <exception cref="BatchServiceException">It is no UUID, or the project has no such user.</exception>
    public static async ValueTask<ObjectAddress> RouteUserAsync(this HttpContext http, IDirectoryClient directory)
    {
        var uuid = http.RouteUuid("user_uuid");
        return await FindAsync(http, directory, uuid, AddressKind.User)
            ?? throw BatchServiceException.NotFound("user", uuid.ToString());
    }

    /// <summary>The thread in the path.</summary>
    /// <exception cref="BatchServiceException">It is no UUID, or the project has no such thread.</exception>
    public static async ValueTask<ObjectAddress> RouteThreadAsync(this HttpContext http, IDirectoryClient directory)
    {
        var uuid = http.RouteUuid("thread_uuid");
        return await FindAsync(http, directory, uuid, AddressKind.Thread)
            ?? throw BatchServiceException.NotFound("thread", uuid.ToString());
    }

    /// <summary>How the service names this graph.</summary>
    public static GraphTarget Target(this ObjectAddress address) => address.Kind == AddressKind.Graph
        ? GraphTarget.ForGraph(address.Id)
        : GraphTarget.ForUser(address.Id);

    private static async ValueTask<ObjectAddress?> FindAsync(
        HttpContext http, IDirectoryClient directory, Guid uuid, params AddressKind[] kinds) =>
        (await directory.FindByUuidAsync(http.Project(), [uuid], http.RequestAborted)).FirstOrDefault(a => kinds.Contains(a.Kind));
}
