using Microsoft.OpenApi;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Threads;

internal static class ThreadOperations
{
    private const string Tag = "Threads";

    public static ApiOperation Create { get; } =
        new("thread.create", Tag, "Creates a thread of a user.", typeof(ThreadObject)) { Status = 201, Request = ThreadBody.Table };

    public static ApiOperation List { get; } = new("thread.list", Tag, "Lists threads.", typeof(Page<ThreadObject>))
    {
        Parameters =
        [
            new("user_uuid", "Only threads of this user.", JsonSchemaType.String),
            PageParameters.Size(),
            PageParameters.Cursor,
            PageParameters.OrderBy("created_at", "updated_at", "uuid"),
            PageParameters.Order,
        ],
    };

    public static ApiOperation Get { get; } = new("thread.get", Tag, "One thread.", typeof(ThreadObject)) { Errors = [404] };

    public static ApiOperation Delete { get; } =
        new("thread.delete", Tag, "Deletes a thread and its episodes; hidden at once.", typeof(TaskAnswer)) { Status = 202 };

    public static ApiOperation GetContext { get; } =
        new("thread.getContext", Tag, "What the user's graph holds about the thread's last messages, as a text.", typeof(ContextObject))
        {
            Parameters = [new("template_uuid", "The template that gives the text its form.", JsonSchemaType.String)],
            Errors = [404],
        };

    public static ApiOperation AddMessages { get; } =
        new("thread.addMessages", Tag, "Adds messages to a thread at once: all of them or none.", typeof(AddedMessagesObject))
        {
            Status = 202,
            Request = AddMessagesBody.Table,
        };

    public static ApiOperation ListMessages { get; } =
        new("thread.listMessages", Tag, "Lists the messages of a thread by the time they were said.", typeof(Page<MessageObject>))
        {
            Parameters = [PageParameters.Size(), PageParameters.Cursor, PageParameters.OrderBy("created_at"), PageParameters.Order],
            Errors = [404],
        };

    public static ApiOperation GetMessage { get; } =
        new("thread.message.get", Tag, "One message.", typeof(MessageObject)) { Errors = [404] };
}
