using System.Text.RegularExpressions;

namespace Orleans.Batch.EndToEnd.Isolation;

/// <summary>An answer without what differs between two equal calls: the requested id, new ids and their numbers, times.</summary>
internal static partial class ProbeAnswer
{
    /// <summary>Status, cursor header and body, comparable.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="body">Its body.</param>
    /// <param name="id">The id that was put into the request.</param>
    /// <param name="known">Ids that are kept, so that two answers about different objects differ.</param>
    public static string Normalize(HttpResponseMessage answer, string body, string id, IReadOnlySet<string> known)
    {
        var cursor = answer.Headers.TryGetValues("Zep-Next-Cursor", out var values) ? string.Join(',', values) : "";
        var text = body.Replace(id, "<id>", StringComparison.OrdinalIgnoreCase);
        text = Uuid().Replace(text, m => known.Contains(m.Value) ? m.Value : "<uuid>");
        text = Moment().Replace(text, "<moment>");
        text = Count().Replace(text, "<count>");
        return $"{(int)answer.StatusCode} {cursor} {text}";
    }

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Uuid();

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*Z", RegexOptions.None, 1000)]
    private static partial Regex Moment();

    [GeneratedRegex(@"""(id|server_latency_ms|sequence_index|item_count|total_items|pending_items|draft_items)"":\d+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Count();
}
