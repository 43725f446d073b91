using Microsoft.OpenApi;
using Orleans.Batch.Formats.Bodies;

namespace Orleans.Batch.Gateway.Threads;

internal static class ThreadOperations
{
    private const string Tag = "Threads";

    public static ApiOperation Create { get; } = new("createThread", Tag, "Creates a thread of a user.", typeof(MemoryThread))
    {
        OutcomeAt = "/threads/{thread_id}/messages",
        Request = ThreadBody.Table,
        Status = 201,
        Errors = [404],
    };

    public static ApiOperation List { get; } = new("listThreads", Tag, "Lists threads.", typeof(ThreadsResponse))
    {
        Parameters =
        [
            new("page_number", "From 1. Default 1."),
            new("page_size", "From 1. Default 50; above 1,000 it counts as 1,000."),
            new("order_by", "Default thread_id. Not with a cursor.", JsonSchemaType.String, Values: EnumNames<ThreadOrder>.List),
            new("asc", "Smallest first. Default true. Not with a cursor.", JsonSchemaType.Boolean),
            ApiParameter.After,
        ],
    };

    public static ApiOperation Delete { get; } =
        new("deleteThread", Tag, "Deletes a thread and its episodes.", typeof(MessageResponse)) { OutcomeAt = "/threads/{thread_id}/messages", Errors = [404] };

    public static ApiOperation GetMessages { get; } =
        new("getThreadMessages", Tag, "Messages of a thread, oldest first.", typeof(MessagesResponse))
        {
            Parameters = [ApiParameter.Limit, ApiParameter.Cursor, ApiParameter.LastN],
            Errors = [404],
        };

    public static ApiOperation GetEpisodes { get; } =
        new("getThreadEpisodes", Tag, "The episodes of a thread's messages, oldest first; the most recent 1,000.", typeof(EpisodesResponse))
        {
            Errors = [404],
            ResponseHeader = (PageHeaders.Truncated, "true when there are more."),
        };

    public static ApiOperation GetSummary { get; } =
        new("getThreadSummary", Tag, "The summary of a thread; without a text as long as none was asked for.", typeof(ThreadSummaryResponse)) { Errors = [404] };

    public static ApiOperation Summarize { get; } = new(
        "summarizeThread",
        Tag,
        "Asks the project's model for the summary of a thread, of its messages since the last one together with it. A body has no effect.",
        typeof(SummaryTaskResponse))
    {
        OutcomeAt = "/threads/{thread_id}/summary",
        Status = 202,
        Errors = [404],
    };

    public static ApiOperation GetContext { get; } =
        new("getThreadContext", Tag, "What the user's graph holds that has to do with the thread's last messages, as a text.", typeof(ContextResponse))
        {
            Parameters = [new("template_id", "The template that gives the text its form.", JsonSchemaType.String)],
            Errors = [404],
        };
}
