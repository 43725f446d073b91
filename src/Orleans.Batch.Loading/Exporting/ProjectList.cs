using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>
/// Pages through a project's graphs, users or threads: by cursor when the server supports it, otherwise by number, as
/// with Zep's own service.
/// </summary>
internal static class ProjectList
{
    private const int PageSize = 100;

    /// <summary>Lists all of one kind.</summary>
    /// <exception cref="LoadException">The server refuses.</exception>
    public static async IAsyncEnumerable<JsonElement> OfAsync(
        ApiClient api, LineKind kind, [EnumeratorCancellation] CancellationToken cancel)
    {
        var (path, field) = kind switch
        {
            LineKind.Graph => ($"graph/list-all?pageSize={PageSize}&pageNumber=", "graphs"),
            LineKind.User => ($"users-ordered?pageSize={PageSize}&pageNumber=", "users"),
            _ => ($"threads?page_size={PageSize}&page_number=", "threads"),
        };
        var cursor = "";
        for (var number = 1; ; number++)
        {
            var answer = await api.GetAsync($"{path}{number}&cursor={Uri.EscapeDataString(cursor)}", cancel);
            if (!answer.Succeeded || !answer.Body.TryGetProperty(field, out var page) || page.ValueKind != JsonValueKind.Array)
            {
                throw new LoadException($"The {field} of {api.Url} cannot be listed: {answer.Message}");
            }

            foreach (var one in page.EnumerateArray())
            {
                yield return one;
            }

            // A page by number has a total, a page by cursor has none.
            cursor = ApiResponse.Text(answer.Body, "next_cursor");
            if (cursor.Length == 0 && (!answer.Body.TryGetProperty("total_count", out _) || page.GetArrayLength() < PageSize))
            {
                break;
            }
        }
    }
}
