using Microsoft.OpenApi;

namespace Orleans.Batch.Gateway.Graphs;

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
            ResponseHeader = (PageHeaders.Truncated, "true when there are more."),
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
            Request = EpisodeListBody.Table,
            BodyOptional = true,
            Errors = [404],
            ResponseHeader = (PageHeaders.NextCursor, "Where the next page begins; absent on the last."),
        };

    public static string Capital(string word) => char.ToUpperInvariant(word[0]) + word[1..];
}
