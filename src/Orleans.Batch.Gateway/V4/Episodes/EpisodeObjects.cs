using Microsoft.AspNetCore.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Episodes;

/// <summary>Makes the objects of episodes, with the UUIDs of their threads.</summary>
internal static class EpisodeObjects
{
    /// <summary>For episodes that are no messages.</summary>
    public static IReadOnlyDictionary<string, Guid> NoThreads { get; } = new Dictionary<string, Guid>(StringComparer.Ordinal);

    /// <summary>The objects, in the same order. A look-up finds the threads, if any is a message.</summary>
    public static async ValueTask<IReadOnlyList<EpisodeObject>> FromAsync(
        HttpContext http, IDirectoryClient directory, Guid graphUuid, IReadOnlyList<Episode> episodes)
    {
        var ids = episodes.Select(static e => e.ThreadId).OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var threads = new Dictionary<string, Guid>(StringComparer.Ordinal);
        if (ids.Count > 0)
        {
            var found = await directory.FindByIdAsync(http.Project(), new ObjectIds([], ids, []), http.RequestAborted);
            threads = found.ToDictionary(static a => a.Id, static a => a.Uuid, StringComparer.Ordinal);
        }

        return [.. episodes.Select(e => EpisodeObject.From(e, graphUuid, threads))];
    }
}
