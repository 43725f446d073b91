using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway;

/// <summary>
/// Tells in headers which items of a call were not added, since the answer's body is the array of those that were. Only
/// calls with a <c>record_id</c> ever get them.
/// </summary>
internal static class AlreadyLoadedHeaders
{
    /// <summary>The positions in the call of the items that are loaded already: <c>0-3,7</c>.</summary>
    public const string AlreadyLoaded = "Batch-Already-Loaded";

    /// <summary>The drafts that hold some of those, separated by commas.</summary>
    public const string HeldInDrafts = "Batch-Held-In-Drafts";

    /// <summary>Writes them where there is something to tell.</summary>
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
