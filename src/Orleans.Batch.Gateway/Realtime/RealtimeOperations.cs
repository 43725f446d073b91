namespace Orleans.Batch.Gateway.Realtime;

internal static class RealtimeOperations
{
    private const string Tag = "Real time";

    public static ApiOperation AddEpisode { get; } =
        new("addEpisode", Tag, "Adds an episode to a graph at once.", typeof(EpisodeResponse))
        {
            OutcomeAt = "/graph/episodes/graph/{graph_id}",
            Request = AddEpisodeBody.Table,
            Status = 202,
            Parameters = [ApiParameter.IdempotencyKey],
            Errors = [404, 409, 422],
        };

    public static ApiOperation AddMessages { get; } =
        new("addThreadMessages", Tag, "Adds messages to a thread at once: all of them or none.", typeof(AddedMessagesResponse))
        {
            OutcomeAt = "/threads/{thread_id}/messages",
            Request = AddMessagesBody.Table,
            Parameters = [ApiParameter.IdempotencyKey],
            Errors = [404, 409, 422],
        };

    public static ApiOperation AddEpisodes { get; } =
        new("addEpisodes", Tag, "Deprecated: make a batch. Adds up to 20 episodes to one graph as a batch; its id is the task's.", typeof(EpisodeResponse[]))
        {
            OutcomeAt = "/batches",
            Request = AddEpisodesBody.Table,
            Status = 202,
            Parameters = [ApiParameter.IdempotencyKey],
            Errors = [404, 409, 422],
        };

    public static ApiOperation AddMessagesAsBatch { get; } =
        new("addThreadMessagesAsBatch", Tag, "Deprecated: make a batch. Adds messages to a thread as a batch; its id is the task's.", typeof(AddedMessagesResponse))
        {
            OutcomeAt = "/batches",
            Request = AddMessagesBody.Table,
            Parameters = [ApiParameter.IdempotencyKey],
            Errors = [404, 409, 422],
        };

    public static ApiOperation GetTask { get; } =
        new("getTask", Tag, "Where what a call began stands; of a deprecated batch call, the batch's state. Failed with code poison: the server died each time it worked on it.", typeof(TaskResponse))
        {
            Errors = [404],
        };
}
