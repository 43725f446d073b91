using Orleans.Batch.Gateway.V4.Http;

namespace Orleans.Batch.Gateway.V4.Facts;

/// <summary>The body of a list of nodes, edges or neighbors; no body means all of them.</summary>
internal static class FactListBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("FactListRequest", "Which nodes or edges to list. The query may have the paging instead.")
        .Filters(static (ref b, v) => b.Filters = v)
        .Word<EdgeDirection>("direction", "Of neighbors: the direction of the edges, seen from the node. Default both.", static (ref b, v) => b.Direction = v)
        .Count("page_size", "How many at most. Default 50.", static (ref b, v) => b.Page = b.Page with { PageSize = v })
        .Text("cursor", Limits.CursorLength, "The next_cursor of the page before.", static (ref b, v) => b.Page = b.Page with { Cursor = v });

    public static Draft Parse(ReadOnlySpan<byte> body) => Table.ParseOptional(body, new Draft());

    internal struct Draft()
    {
        public SearchFilters? Filters;
        public EdgeDirection? Direction;
        public PageBody Page = new();
    }
}
