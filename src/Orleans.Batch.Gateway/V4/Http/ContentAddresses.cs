using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>Finds the episode, node or edge that a path names within its graph.</summary>
internal static class ContentAddresses
{
    /// <summary>The graph in the path, if it has the object in the path.</summary>
    /// <param name="http">The request.</param>
    /// <param name="directory">Finds objects.</param>
    /// <param name="kind">What the object is.</param>
    /// <param name="name">The name of the object's UUID in the path.</param>
    /// <exception cref="BatchServiceException">One of the two is no UUID, or the project has no such object in such a graph.</exception>
    public static async ValueTask<(ObjectAddress Graph, Guid Uuid)> RouteContentAsync(
        this HttpContext http, IDirectoryClient directory, ContentKind kind, string name)
    {
        var (graphUuid, uuid) = (http.RouteUuid("graph_uuid"), http.RouteUuid(name));
        var graph = await directory.FindContentAsync(http.Project(), graphUuid, uuid, kind, http.RequestAborted)
            ?? throw BatchServiceException.NotFound(kind.ToString().ToLowerInvariant(), uuid.ToString());
        return (graph, uuid);
    }

    /// <summary>A message of a thread.</summary>
    /// <exception cref="BatchServiceException">The thread has no such message.</exception>
    public static async ValueTask<Episode> RequireMessageAsync(
        this HttpContext http, IEpisodeClient episodes, ObjectAddress thread, Guid uuid)
    {
        var message = await episodes.GetEpisodeAsync(http.Project(), uuid, http.RequestAborted);
        return message.ThreadId == thread.Id ? message : throw BatchServiceException.NotFound("message", uuid.ToString());
    }
}
