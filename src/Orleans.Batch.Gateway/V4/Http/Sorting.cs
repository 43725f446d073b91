using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>The order of lists of users, threads and graphs.</summary>
internal static class Sorting
{
    private enum Direction
    {
        Asc,
        Desc,
    }

    /// <summary>Whether the query asks for the largest first.</summary>
    public static bool IsDescending(HttpContext http, bool otherwise = false) =>
        Paging.Word<Direction>(http, "order") is { } direction ? direction == Direction.Desc : otherwise;

    /// <summary>Reads the query.</summary>
    /// <param name="http">The request.</param>
    /// <param name="page">The page.</param>
    /// <param name="keys">The names of the keys that the list can be ordered by; the first is the default.</param>
    public static SortedQuery Query(HttpContext http, PageRequest page, params (string Name, SortKey Key)[] keys)
    {
        var name = Paging.Text(http, "order_by", Limits.NameLength) is { Length: > 0 } given ? given : keys[0].Name;
        var at = Array.FindIndex(keys, k => k.Name == name);
        return at < 0
            ? throw BatchServiceException.Invalid(
                ErrorCodes.UnknownValue, $"order_by must be one of {string.Join(", ", keys.Select(static k => k.Name))}")
            : new SortedQuery(page.Size, page.Position, keys[at].Key, IsDescending(http));
    }
}
