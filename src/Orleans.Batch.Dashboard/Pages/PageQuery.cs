using Microsoft.AspNetCore.Http;
using Orleans.Batch.Gateway.Http;

namespace Orleans.Batch.Dashboard;

/// <summary>The query of a page. An empty field of a form counts as absent; a value that a form cannot send is refused.</summary>
internal static class PageQuery
{
    public static string? Text(HttpContext http, string name, int maxLength = 200) =>
        http.Request.Query[name].ToString() is { Length: > 0 } ? Paging.Text(http, name, maxLength)?.Trim() : null;

    public static T? Word<T>(HttpContext http, string name)
        where T : struct, Enum =>
        http.Request.Query[name].ToString() is { Length: > 0 } ? Paging.Word<T>(http, name) : null;

    public static long? Cursor(HttpContext http) =>
        http.Request.Query["cursor"].ToString() is { Length: > 0 } ? Paging.Cursor(http) : null;

    /// <summary>The same page with this cursor; null for the first page.</summary>
    public static string With(HttpContext http, long? cursor)
    {
        var query = QueryString.Empty;
        foreach (var (name, values) in http.Request.Query)
        {
            if (name != "cursor" && values.ToString() is { Length: > 0 } value)
            {
                query = query.Add(name, value);
            }
        }

        return http.Request.Path.ToUriComponent() + (cursor is { } at ? query.Add("cursor", $"{at}") : query).ToUriComponent();
    }
}
