namespace Orleans.Batch.Gateway;

internal static class RealtimeOperations
{
    private const string Tag = "Real time";

    public static ApiOperation AddEpisode { get; } =
        new("addEpisode", Tag, "Adds an episode to a graph at once.", typeof(EpisodeAnswer))
        {
            Request = typeof(AddEpisodeRequest),
            Status = 202,
            Errors = [404],
        };

    public static ApiOperation AddMessages { get; } =
        new("addThreadMessages", Tag, "Adds messages to a thread at once: all of them or none.", typeof(AddedMessagesAnswer))
        {
            Request = typeof(AddMessagesRequest),
            Errors = [404],
        };

    public static ApiOperation GetTask { get; } =
        new("getTask", Tag, "Where what a call began stands; of a deprecated batch call, the batch's state.", typeof(TaskAnswer))
        {
            Errors = [404],
        };
}
