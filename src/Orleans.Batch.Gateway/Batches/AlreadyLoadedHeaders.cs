using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.Batches;

/// <summary>
/// Lists in headers the items of a call that were not added, because the response's body is the array of the added
/// ones. Only calls with a <c>record_id</c> ever get them.
/// </summary>
internal static class AlreadyLoadedHeaders
{
    /// <summary>The positions in the call of the items that are loaded already: <c>0-3,7</c>.</summary>
    public const string AlreadyLoaded = "Batch-Already-Loaded";

    /// <summary>The drafts that hold some of those, separated by commas.</summary>
    public const string HeldInDrafts = "Batch-Held-In-Drafts";

    /// <summary>Writes them when there are such items.</summary>
    public static void Write(HttpContext http, AddedBatchItems added)
    {
        if (added.AlreadyLoaded.Count > 0)
        {
            http.Response.Headers[AlreadyLoaded] = IndexRanges.Format(added.AlreadyLoaded);
        }

        if (added.HeldInDrafts.Count > 0)
        {
            http.Response.Headers[HeldInDrafts] = string.Join(',', added.HeldInDrafts);
        }
    }
}
