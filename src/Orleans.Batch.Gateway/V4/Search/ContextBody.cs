using Orleans.Batch.Gateway.Graphs;
using Orleans.Batch.Gateway.V4.Facts;

namespace Orleans.Batch.Gateway.V4.Search;

/// <summary>The body that asks for the context of a graph.</summary>
internal static class ContextBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("GraphContextRequest", "What the context is to be about.")
        .Text("query", Limits.QueryLength, "Words, in any order.", static (ref c, v) => c.Search = c.Search with { Query = v ?? "" }).Required()
        .Count(
            "max_characters",
            "How long the text may be; above 50,000 it counts as 50,000. Default 2,500.",
            static (ref c, v) => c.Search = c.Search with { MaxCharacters = v is { } max ? Math.Min(max, Limits.ContextCharacters) : c.Search.MaxCharacters })
        .Boolean("include_results", "Whether to return what the text was made of.", static (ref c, v) => c.Search = c.Search with { ReturnRawResults = v ?? false })
        .Uuid("template_uuid", "The template that gives the text its form.", static (ref c, v) => c.Search = c.Search with { TemplateId = v?.ToString() })
        .Filters(static (ref c, v) => c.Search = c.Search with { Filters = v });

    public static GraphSearch Parse(ReadOnlySpan<byte> body) => Table.Parse(body, new Draft()).Search;

    internal struct Draft()
    {
        public GraphSearch Search = new("") { Scope = SearchScope.Auto };
    }
}
