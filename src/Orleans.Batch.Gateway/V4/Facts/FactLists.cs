using Microsoft.AspNetCore.Http;
using Orleans.Batch.Gateway.V4.Http;

namespace Orleans.Batch.Gateway.V4.Facts;

/// <summary>What a list of nodes or edges is to have.</summary>
internal static class FactLists
{
    /// <summary>The names that a list can be ordered by.</summary>
    public static string[] OrderNames { get; } = [.. EnumNames<GraphListOrder>.List];

    /// <summary>Reads the query and the body of a list.</summary>
    public static (PageRequest Page, GraphListQuery Query) Read(HttpContext http, ReadOnlySpan<byte> body)
    {
        var draft = FactListBody.Parse(body);
        var page = PageRequest.From(http, filters: BodyScope.From(body), body: draft.Page);
        var order = Paging.Word<GraphListOrder>(http, "order_by") ?? GraphListOrder.Uuid;
        return (page, new GraphListQuery(
            page.Size, page.Position, Order: order, Descending: Sorting.IsDescending(http), Filters: draft.Filters));
    }
}
