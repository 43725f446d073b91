using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Lookup;

/// <summary>Finds objects by the ids that callers of version 3 chose. An object without such an id is not found by any.</summary>
internal static class LookupEndpoints
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/users/lookup", FindUserAsync).DescribeRead(LookupOperations.User);
        api.MapPost("/threads/lookup", FindThreadAsync).DescribeRead(LookupOperations.Thread);
        api.MapPost("/graphs/lookup", FindGraphAsync).DescribeRead(LookupOperations.Graph);
        api.MapPost("/lookup", FindManyAsync).DescribeRead(LookupOperations.Many);
    }

    private static Task FindUserAsync(HttpContext http, WriteCalls calls, IUserClient users) => calls.ReadAsync(http, async body =>
    {
        var id = LookupBody.User.Parse(body.Span);
        var user = UserObject.From(await users.GetUserAsync(http.Project(), id, http.RequestAborted));
        await http.WriteAsync(user.UserId is null ? throw BatchServiceException.NotFound("user", id) : user, V4Json.Default.UserObject);
    });

    private static Task FindThreadAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory) =>
        calls.ReadAsync(http, async body =>
        {
            var id = LookupBody.Thread.Parse(body.Span);
            var found = await directory.FindByIdAsync(http.Project(), new ObjectIds([], [id], []), http.RequestAborted);
            if (found is not [var address] || LegacyId.From(address.Id, address.Uuid) is null)
            {
                throw BatchServiceException.NotFound("thread", id);
            }

            var thread = await directory.GetThreadAsync(http.Project(), address.Uuid, http.RequestAborted);
            await http.WriteAsync(ThreadObject.From(thread, address.GraphUuid), V4Json.Default.ThreadObject);
        });

    private static Task FindGraphAsync(HttpContext http, WriteCalls calls, IGraphClient graphs) => calls.ReadAsync(http, async body =>
    {
        var id = LookupBody.Graph.Parse(body.Span);
        var graph = GraphObject.From(await graphs.GetGraphAsync(http.Project(), id, http.RequestAborted));
        await http.WriteAsync(graph.GraphId is null ? throw BatchServiceException.NotFound("graph", id) : graph, V4Json.Default.GraphObject);
    });

    private static Task FindManyAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory) =>
        calls.ReadAsync(http, async body =>
        {
            var ids = LookupManyBody.Parse(body.Span);
            var found = (await directory.FindByIdAsync(http.Project(), ids, http.RequestAborted))
                .Where(static a => LegacyId.From(a.Id, a.Uuid) is not null)
                .DistinctBy(static a => (a.Kind, a.Id))
                .ToDictionary(static a => (a.Kind, a.Id), static a => a.Uuid);
            await http.WriteAsync(
                new LookupAnswer(
                [
                    .. Results("user", AddressKind.User, ids.Users, found),
                    .. Results("thread", AddressKind.Thread, ids.Threads, found),
                    .. Results("graph", AddressKind.Graph, ids.Graphs, found),
                ]),
                V4Json.Default.LookupAnswer);
        });

    private static IEnumerable<LookupObject> Results(
        string type, AddressKind kind, IReadOnlyList<string> ids, Dictionary<(AddressKind Kind, string Id), Guid> found) =>
        ids.Select(id => found.TryGetValue((kind, id), out var uuid)
            ? new LookupObject(type, id, Found: true, uuid)
            : new LookupObject(type, id, Found: false, null));
}
