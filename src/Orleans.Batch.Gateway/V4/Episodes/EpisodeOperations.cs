using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Episodes;

internal static class EpisodeOperations
{
    private const string Tag = "Episodes";

    public static ApiOperation Add { get; } =
        new("graph.episode.add", Tag, "Adds an episode to a graph: durable with the answer, and in the graph when the task has ended.", typeof(AddedEpisodeObject))
        {
            Status = 202,
            Request = EpisodeBody.Table,
        };

    public static ApiOperation List { get; } = new("graph.episode.list", Tag, "Lists the episodes of a graph, by identity.", typeof(Page<EpisodeObject>))
    {
        Request = EpisodeListBody.Table,
        BodyOptional = true,
        Parameters = [PageParameters.Size(PageLimits.Episodes), PageParameters.Cursor, PageParameters.OrderBy("uuid", "created_at"), PageParameters.Order],
        Errors = [404],
    };

    public static ApiOperation Get { get; } = new("graph.episode.get", Tag, "One episode.", typeof(EpisodeObject)) { Errors = [404] };

    public static ApiOperation Delete { get; } =
        new("graph.episode.delete", Tag, "Deletes an episode and what it alone said.", typeof(TaskAnswer)) { Status = 202 };

    public static ApiOperation OfDocument { get; } =
        new("graph.listDocumentEpisodes", Tag, "The chunks of a document, oldest first; at most 1,000.", typeof(Page<EpisodeObject>))
        {
            Parameters = [PageParameters.Size(PageLimits.Episodes), PageParameters.Cursor],
            Errors = [404],
        };

    public static ApiOperation OfThread { get; } =
        new("thread.listEpisodes", Tag, "The episodes of a thread's messages, oldest first.", typeof(Page<EpisodeObject>))
        {
            Parameters = [PageParameters.Size(), PageParameters.Cursor],
            Errors = [404],
        };
}
