using Microsoft.AspNetCore.Http;
using Orleans.Batch.Gateway.V4.Http;

namespace Orleans.Batch.Gateway.V4.Threads;

/// <summary>
/// Pages of a thread's messages. A position counts from the oldest message also where the newest come first, so that
/// messages added meanwhile move none to another page.
/// </summary>
internal static class MessagePages
{
    /// <summary>A page of messages.</summary>
    /// <param name="Messages">The messages, in the order of the page.</param>
    /// <param name="Next">The position of the next page; null on the last.</param>
    /// <param name="TotalCount">How many the thread has.</param>
    internal sealed record MessagePage(IReadOnlyList<Episode> Messages, long? Next, long TotalCount);

    public static ValueTask<MessagePage> ReadAsync(
        HttpContext http, IThreadClient threads, string thread, PageRequest page, bool descending) =>
        descending ? NewestFirstAsync(http, threads, thread, page) : OldestFirstAsync(http, threads, thread, page);

    private static async ValueTask<MessagePage> OldestFirstAsync(
        HttpContext http, IThreadClient threads, string thread, PageRequest page)
    {
        var from = page.Number ?? 0;
        var found = await threads.GetMessagesAsync(http.Project(), thread, new MessageQuery(page.Size, from), http.RequestAborted);
        var next = from + found.Messages.Count;
        return new(found.Messages, found.Messages.Count == page.Size && next < found.TotalCount ? next : null, found.TotalCount);
    }

    private static async ValueTask<MessagePage> NewestFirstAsync(
        HttpContext http, IThreadClient threads, string thread, PageRequest page)
    {
        // Before the position are that many messages; the page has the last of them.
        var end = page.Number;
        var size = (int)Math.Min(page.Size, end ?? page.Size);
        var query = end is { } before
            ? new MessageQuery(Math.Max(1, size), before - size)
            : new MessageQuery(Last: page.Size);
        var found = await threads.GetMessagesAsync(http.Project(), thread, query, http.RequestAborted);
        var next = (end ?? found.TotalCount) - found.Messages.Count;
        return new([.. found.Messages.Reverse()], found.Messages.Count > 0 && next > 0 ? next : null, found.TotalCount);
    }
}
