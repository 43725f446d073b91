using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using Orleans.Batch.Formats.Bodies;

namespace Orleans.Batch.Gateway.Users;

/// <summary>Users.</summary>
internal static class UserEndpoints
{
    private const string UserId = "user_id";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/users", CreateAsync).Describe(UserOperations.Create);
        api.MapGet("/users-ordered", ListAsync).Describe(UserOperations.List);
        api.MapGet("/users/{user_id}", GetAsync).Describe(UserOperations.Get);
        api.MapGet("/users/{user_id}/node", GetNodeAsync).Describe(UserOperations.GetNode);
        api.MapGet("/users/{user_id}/threads", GetThreadsAsync).Describe(UserOperations.GetThreads);
        api.MapPatch("/users/{user_id}", UpdateAsync).Describe(UserOperations.Update);
        api.MapDelete("/users/{user_id}", DeleteAsync).Describe(UserOperations.Delete);
    }

    private static async Task CreateAsync(
        HttpContext http, IUserClient users, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var (userId, fields) = UserBody.ParseNew(body.Span);
        var user = await users.CreateUserAsync(http.Project(), userId, fields, http.RequestAborted);
        await http.WriteAsync(user, WireJson.Default.User, StatusCodes.Status201Created);
    }

    // In camel case, like those of the list of graphs.
    private static async Task ListAsync(HttpContext http, IUserClient users)
    {
        var defaults = new IdQuery();
        var query = new IdQuery(
            Paging.Limit(http, "pageNumber", Limits.PageNumber) ?? defaults.PageNumber,
            Paging.Limit(http, "pageSize", Limits.PerPage) ?? defaults.PageSize,
            Paging.After(http))
        {
            Search = Paging.Text(http, "search", Limits.ListSearchLength) is { Length: > 0 } search ? search : null,
            Order = (IdOrder?)Paging.Word<UserOrder>(http, "order_by") ?? defaults.Order,
            Ascending = Paging.Boolean(http, "asc") ?? defaults.Ascending,
        };
        var page = await users.ListUsersAsync(http.Project(), query, http.RequestAborted);
        await http.WriteAsync(
            new UsersResponse(
                page.Users,
                page.Users.Count,
                page.TotalCount,
                Paging.NextAfter(query.After, page.Users, query.PageSize, u => u.UserId)),
            WireJson.Default.UsersResponse);
    }

    private static async Task GetAsync(HttpContext http, IUserClient users)
    {
        var user = await users.GetUserAsync(http.Project(), http.RouteId(UserId), http.RequestAborted);
        await http.WriteAsync(user, WireJson.Default.User);
    }

    private static async Task GetNodeAsync(HttpContext http, INodeClient nodes)
    {
        var node = await nodes.GetUserNodeAsync(http.Project(), http.RouteId(UserId), http.RequestAborted);
        await http.WriteAsync(
            new UserNodeResponse(NodeResponse.From(node)), WireJson.Default.UserNodeResponse);
    }

    private static async Task GetThreadsAsync(HttpContext http, IThreadClient threads)
    {
        var found = await threads.GetUserThreadsAsync(http.Project(), http.RouteId(UserId), http.RequestAborted);
        await http.WriteAsync(found, WireJson.Default.IReadOnlyListMemoryThread);
    }

    private static async Task UpdateAsync(
        HttpContext http, IUserClient users, RequestBodies bodies, IOptions<BatchGatewayOptions> options)
    {
        var userId = http.RouteId(UserId);
        using var body = await bodies.ReadAsync(http, options.Value.MaxBodyBytes);
        var user = await users.UpdateUserAsync(http.Project(), userId, UserBody.ParseChange(body.Span), http.RequestAborted);
        await http.WriteAsync(user, WireJson.Default.User);
    }

    private static async Task DeleteAsync(HttpContext http, IUserClient users)
    {
        var userId = http.RouteId(UserId);
        await users.DeleteUserAsync(http.Project(), userId, http.RequestAborted);
        await http.WriteMessageAsync($"User {userId} successfully deleted.");
    }
}
