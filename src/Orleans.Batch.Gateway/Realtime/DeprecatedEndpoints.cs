using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;

namespace Orleans.Batch.Gateway.Realtime;

/// <summary>Deprecated calls of older clients: each creates a batch, and the batch's id is the task's.</summary>
internal static class DeprecatedEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/graph-batch", AddEpisodesAsync).Describe(RealtimeOperations.AddEpisodes);
        api.MapPost("/threads/{thread_id}/messages-batch", AddMessagesAsync).Describe(RealtimeOperations.AddMessagesAsBatch);
    }

    private static async Task AddEpisodesAsync(
        HttpContext http,
        IBatchClient batches,
        IUserClient users,
        IGraphClient graphs,
        RequestBodies bodies,
        IdempotentCall idempotent,
        IOptions<BatchGatewayOptions> options)
    {
        BatchedAdd.MarkDeprecated(http);
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await idempotent.RunAsync(
            http, "/graph-batch", body, key => AddAsync(http, batches, users, graphs, AddEpisodesBody.Parse(body.Span), key));
    }

    private static async Task AddAsync(
        HttpContext http,
        IBatchClient batches,
        IUserClient users,
        IGraphClient graphs,
        IReadOnlyList<NewBatchItem> items,
        IdempotencyKey? key)
    {
        if (items[0].GraphId is { } graph)
        {
            await graphs.GetGraphAsync(http.Project(), graph, http.RequestAborted);
        }
        else
        {
            await users.GetUserAsync(http.Project(), items[0].UserId!, http.RequestAborted);
        }

        var (task, added) = await BatchedAdd.RunAsync(http, batches, new NewBatch(), items, key);
        var answers = items.Zip(added, (item, a) => EpisodeResponse.From(new Episode
        {
            Uuid = a.EpisodeUuid,
            Content = item.Content,
            CreatedAt = item.CreatedAt ?? a.CreatedAt,
            Processed = false,
            Source = (EpisodeSource)item.DataType!.Value,
            SourceDescription = item.SourceDescription,
            DocumentId = item.DocumentId,
            Metadata = item.Metadata,
        }) with { TaskId = task });
        await http.WriteAsync([.. answers], WireJson.Default.EpisodeResponseArray, StatusCodes.Status202Accepted);
    }

    private static async Task AddMessagesAsync(
        HttpContext http,
        IBatchClient batches,
        IThreadClient threads,
        RequestBodies bodies,
        IdempotentCall idempotent,
        IOptions<BatchGatewayOptions> options)
    {
        BatchedAdd.MarkDeprecated(http);
        var thread = http.RouteId("thread_id");
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        await idempotent.RunAsync(
            http,
            $"/threads/{thread}/messages-batch",
            body,
            key => AddAsync(http, batches, threads, thread, AddMessagesBody.Parse(body.Span), key));
    }

    private static async Task AddAsync(
        HttpContext http, IBatchClient batches, IThreadClient threads, string thread, AddMessagesBody call, IdempotencyKey? key)
    {
        await threads.GetMessagesAsync(http.Project(), thread, new MessageQuery(Limit: 1), http.RequestAborted);
        var items = call.Messages.Select(m => new NewBatchItem
        {
            Kind = ItemKind.ThreadMessage,
            ThreadId = thread,
            Content = m.Content,
            Role = m.Role,
            Name = m.Name,
            CreatedAt = m.CreatedAt,
            Metadata = m.Metadata,
        });
        var (task, added) = await BatchedAdd.RunAsync(
            http, batches, new NewBatch { IgnoreRoles = call.IgnoreRoles.Count == 0 ? null : call.IgnoreRoles }, [.. items], key);
        await http.WriteAsync(
            new AddedMessagesResponse([.. added.Select(a => a.EpisodeUuid)], task), WireJson.Default.AddedMessagesResponse);
    }
}
