using Microsoft.AspNetCore.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Threads;

/// <summary>Describes threads with the identities of their graphs, by one look-up for all of them.</summary>
internal static class ThreadGraphs
{
    public static async ValueTask<ThreadObject[]> DescribeAsync(
        HttpContext http, IDirectoryClient directory, IReadOnlyList<MemoryThread> threads)
    {
        if (threads.Count == 0)
        {
            return [];
        }

        var users = threads.Select(static t => t.UserUuid).Distinct().ToArray();
        var graphs = (await directory.FindByUuidAsync(http.Project(), users, http.RequestAborted))
            .ToDictionary(static a => a.Uuid, static a => a.GraphUuid);

        // A user that was deleted meanwhile took its threads with it.
        return
        [
            .. threads.Where(t => graphs.ContainsKey(t.UserUuid)).Select(t => ThreadObject.From(t, graphs[t.UserUuid])),
        ];
    }
}
