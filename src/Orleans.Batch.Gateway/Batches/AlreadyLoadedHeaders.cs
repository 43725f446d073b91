using Microsoft.AspNetCore.Http;
using Orleans.Batch.Formats.Bodies;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>
/// Lists in headers the items of a call that were not added, because the response's body is the array of the added
/// ones. Only calls with a <c>record_id</c> ever get them.
/// </summary>
internal static class AlreadyLoadedHeaders
{
    /// <summary>Writes them when there are such items.</summary>
    public static void Write(HttpContext http, AddedBatchItems added)
    {
        if (added.AlreadyLoaded.Count > 0)
        {
            http.Response.Headers[AddResponseHeaders.AlreadyLoaded] = IndexRanges.Format(added.AlreadyLoaded);
        }

        if (added.HeldInDrafts.Count > 0)
        {
            http.Response.Headers[AddResponseHeaders.HeldInDrafts] = string.Join(',', added.HeldInDrafts);
        }
    }
}
