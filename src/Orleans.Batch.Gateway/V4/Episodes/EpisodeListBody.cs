using Orleans.Batch.Gateway.Graphs;
using Orleans.Batch.Gateway.V4.Http;

namespace Orleans.Batch.Gateway.V4.Episodes;

/// <summary>The body of a list of episodes; no body means all of them.</summary>
internal static class EpisodeListBody
{
    private static readonly BodyTable<EpisodeQuery> Filters = MetadataFilterBody.V4.AddTo(
        new BodyTable<EpisodeQuery>("EpisodeFilters", "A filter of episodes; every condition must hold.")
            .Uuids("mentioned_node_uuids", "Only episodes that mention one of these nodes.", static (ref q, v) => q = q with { Mentioned = v })
            .Text("document_id", Limits.DocumentIdLength, "Only chunks of this document.", static (ref q, v) => q = q with { DocumentId = v }),
        "A condition on the metadata.",
        static (ref q, v) => q = q with { Filter = v });

    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("EpisodeListRequest", "Which episodes to list. The query may have the paging instead.")
        .Value("filters", "A filter.", ValueSchema.Of(Filters), Read, static (ref b, v) => b.Query = v ?? b.Query)
        .Count("page_size", "How many at most. Default 50.", static (ref b, v) => b.Page = b.Page with { PageSize = v })
        .Text("cursor", Limits.CursorLength, "The next_cursor of the page before.", static (ref b, v) => b.Page = b.Page with { Cursor = v });

    public static Draft Parse(ReadOnlySpan<byte> body) => Table.ParseOptional(body, new Draft());

    private static EpisodeQuery? Read(ref JsonCursor cursor, string field)
    {
        var query = new EpisodeQuery();
        return !cursor.IsNull && Filters.Read(ref cursor, field, field, ref query) ? query : null;
    }

    internal struct Draft()
    {
        public EpisodeQuery Query = new();
        public PageBody Page = new();
    }
}
