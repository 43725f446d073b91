namespace Orleans.Batch.Gateway;

/// <summary>A thread to create.</summary>
internal sealed record CreateThreadRequest(string ThreadId, string UserId);

internal static class ThreadOperations
{
    private const string Tag = "Threads";

    public static ApiOperation Create { get; } = new("createThread", Tag, "Creates a thread of a user.", typeof(MemoryThread))
    {
        Request = typeof(CreateThreadRequest),
        Status = 201,
        Errors = [404],
    };

    public static ApiOperation List { get; } = new("listThreads", Tag, "Lists threads, by their ids.", typeof(ThreadsAnswer))
    {
        Parameters =
        [
            new("page_number", "From 1. Default 1."),
            new("page_size", "From 1. Default 50; above 1,000 it counts as 1,000."),
            ApiParameter.After,
        ],
    };

    public static ApiOperation Delete { get; } =
        new("deleteThread", Tag, "Deletes a thread and its episodes.", typeof(MessageAnswer)) { Errors = [404] };

    public static ApiOperation GetMessages { get; } =
        new("getThreadMessages", Tag, "Messages of a thread, oldest first.", typeof(MessagesAnswer))
        {
            Parameters = [ApiParameter.Limit, ApiParameter.Cursor, ApiParameter.LastN],
            Errors = [404],
        };
}
