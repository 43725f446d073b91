using Microsoft.OpenApi;

namespace Orleans.Batch.Gateway;

/// <summary>Which episodes to list.</summary>
/// <param name="Limit">How many at most; above 50 it counts as 50; 100 when left out.</param>
/// <param name="Cursor">The header Zep-Next-Cursor of the previous page.</param>
/// <param name="OrderBy">Default uuid.</param>
/// <param name="Direction">asc or desc. Default desc.</param>
/// <param name="EpisodeMetadataFilters">A condition on the metadata.</param>
/// <param name="MentionedNodeUuids">Only episodes that mention one of these nodes; at most 256.</param>
internal sealed record EpisodeListRequest(
    int? Limit = null,
    string? Cursor = null,
    EpisodeOrder? OrderBy = null,
    string? Direction = null,
    MetadataGroup? EpisodeMetadataFilters = null,
    IReadOnlyList<Guid>? MentionedNodeUuids = null);

/// <summary>Conditions on metadata, joined.</summary>
/// <param name="Type">and, or.</param>
/// <param name="Filters">Comparisons.</param>
/// <param name="Groups">Groups within, at most five levels deep and 50 conditions in all.</param>
internal sealed record MetadataGroup(string Type, IReadOnlyList<MetadataCondition>? Filters = null, IReadOnlyList<MetadataGroup>? Groups = null);

/// <summary>One comparison of a metadata value.</summary>
/// <param name="PropertyName">The metadata key.</param>
/// <param name="ComparisonOperator">One of =, &lt;&gt;, &gt;, &lt;, &gt;=, &lt;=, IS NULL, IS NOT NULL, CONTAINS.</param>
/// <param name="PropertyValue">A string, a number or a boolean.</param>
internal sealed record MetadataCondition(string PropertyName, string ComparisonOperator, object? PropertyValue = null);

internal static class EpisodeOperations
{
    private const string Tag = "Episodes";

    public static ApiOperation Get { get; } =
        new("getEpisode", Tag, "One episode; processed tells whether its graph has it.", typeof(EpisodeResponse)) { Errors = [404] };

    public static ApiOperation Delete { get; } = new(
        "deleteEpisode",
        Tag,
        "Deletes an episode with what it alone said and the nodes it alone names; what it ended stays ended.",
        typeof(MessageResponse))
    {
        OutcomeAt = "/graph/episodes/{uuid}",
        Errors = [404, 409],
    };

    public static ApiOperation OfDocument { get; } =
        new("getDocumentEpisodes", Tag, "The episodes of a document in a graph, oldest first; at most 1,000.", typeof(EpisodesResponse))
        {
            Parameters = [new("graph_id", "The graph; required.", JsonSchemaType.String)],
            Errors = [404],
        };

    public static ApiOperation Mentions { get; } =
        new("getMentions", Tag, "The nodes an episode names and the edges it says; at most 1,000 of each. Deprecated.", typeof(MentionsResponse))
        {
            Errors = [404],
            ResponseHeader = (NodeEndpoints.Truncated, "true when there are more."),
        };

    public static ApiOperation Last(string owner, string what) =>
        new($"getLastEpisodesOf{Capital(owner)}", Tag, $"The most recent episodes of a {what}, newest first.", typeof(EpisodesResponse))
        {
            Parameters = [ApiParameter.LastN with { Description = ApiParameter.LastN.Description + " Default 50." }],
            Errors = [404],
        };

    public static ApiOperation List(string owner, string what) =>
        new($"listEpisodesOf{Capital(owner)}", Tag, $"Pages through the episodes of a {what}.", typeof(EpisodeResponse[]))
        {
            Request = typeof(EpisodeListRequest),
            BodyOptional = true,
            Errors = [404],
            ResponseHeader = (EpisodeEndpoints.NextCursor, "Where the next page begins; absent on the last."),
        };

    public static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
