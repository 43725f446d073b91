using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Orleans.Batch.Gateway.V4.Http;

/// <summary>Which page of a list a call requests.</summary>
/// <param name="Scope">The query without its page size and cursor.</param>
/// <param name="Size">How many entries at most.</param>
/// <param name="Position">The position after which the page begins, as the service wrote it; null for the first page.</param>
internal sealed record PageRequest(string Scope, int Size, string? Position)
{
    private const string CursorName = "cursor";

    private static readonly string[] PagingNames = ["page_size", "limit", CursorName];

    /// <summary>Reads the query, and the body of a list that is requested with POST.</summary>
    /// <param name="http">The request.</param>
    /// <param name="max">The largest page; a larger number counts as this one.</param>
    /// <param name="filters">Conditions from the body, as a text.</param>
    /// <param name="body">Paging from the body, which counts where the query has none.</param>
    public static PageRequest From(HttpContext http, int max = PageLimits.Default, string filters = "", PageBody? body = null)
    {
        var size = Paging.Limit(http, "page_size", max) ?? Paging.Limit(http, "limit", max) ?? body?.PageSize ?? Limits.DefaultPerPage;
        var scope = ScopeOf(http, filters);
        var cursor = Paging.OpaqueCursor(http) ?? (body?.Cursor is { Length: > 0 } text ? text : null);
        return new(scope, Math.Min(size, max), cursor is null ? null : PageCursor.Decode(scope, cursor));
    }

    /// <summary>The cursor of the next page; null where there is none.</summary>
    public string? Next(string? position) => position is null ? null : PageCursor.Encode(Scope, position);

    /// <summary>The same for a position that is a number.</summary>
    public string? Next(long? position) => Next(position?.ToString(CultureInfo.InvariantCulture));

    /// <summary>The position as a number; null for the first page.</summary>
    /// <exception cref="BatchServiceException">It is no number.</exception>
    public long? Number =>
        Position is null ? null
        : long.TryParse(Position, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw PageCursor.Refuse();

    private static string ScopeOf(HttpContext http, string filters)
    {
        var query = http.Request.Query
            .Where(static p => !PagingNames.Contains(p.Key))
            .OrderBy(static p => p.Key, StringComparer.Ordinal)
            .Select(static p => $"{p.Key}={p.Value}");
        return string.Join('\n', query.Prepend($"{http.Project()} {http.Request.Path}").Append(filters));
    }
}
