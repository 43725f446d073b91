using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Users;

/// <summary>Users.</summary>
internal static class UserEndpoints
{
    private const string One = "/users/{user_uuid}";

    public static void Map(RouteGroupBuilder api)
    {
        api.MapPost("/users", CreateAsync).DescribeWrite(UserOperations.Create, One);
        api.MapPost("/users/list", ListAsync).DescribeRead(UserOperations.List);
        api.MapGet(One, GetAsync).DescribeRead(UserOperations.Get);
        api.MapPatch(One, UpdateAsync).DescribeWrite(UserOperations.Update, One);
        api.MapDelete(One, DeleteAsync).DescribeWrite(UserOperations.Delete, One);
    }

    private static Task CreateAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory) =>
        calls.RecordAsync(http, async (body, identity) =>
        {
            var draft = UserBody.ParseNew(body.Span);
            var user = await directory.CreateUserAsync(http.Project(), identity, draft.UserId, draft.Fields, http.RequestAborted);
            return Stored.Json(UserObject.From(user), V4Json.Default.UserObject, StatusCodes.Status201Created);
        });

    private static Task ListAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory) =>
        calls.ReadAsync(http, async body =>
        {
            var page = PageRequest.From(http, body: PageBody.Parse(body.Span));
            var query = Sorting.Query(
                http,
                page,
                ("created_at", SortKey.CreatedAt),
                ("user_id", SortKey.Id),
                ("email", SortKey.Email),
                ("uuid", SortKey.Uuid));
            var found = await directory.ListUsersAsync(http.Project(), query, http.RequestAborted);
            await http.WriteAsync(
                new Page<UserObject>([.. found.Items.Select(UserObject.From)], page.Next(found.NextCursor)), V4Json.Default.PageUserObject);
        });

    private static async Task GetAsync(HttpContext http, IDirectoryClient directory, IUserClient users)
    {
        var address = await http.RouteUserAsync(directory);
        var user = await users.GetUserAsync(http.Project(), address.Id, http.RequestAborted);
        await http.WriteAsync(UserObject.From(user), V4Json.Default.UserObject);
    }

    private static Task UpdateAsync(HttpContext http, WriteCalls calls, IDirectoryClient directory, IUserClient users) =>
        calls.RecordAsync(http, async (body, _) =>
        {
            var fields = UserBody.ParseChange(body.Span);
            var address = await http.RouteUserAsync(directory);
            var user = await users.UpdateUserAsync(http.Project(), address.Id, fields, http.RequestAborted);
            return Stored.Json(UserObject.From(user), V4Json.Default.UserObject);
        });

    private static Task DeleteAsync(HttpContext http, WriteCalls calls, ITaskClient tasks) =>
        Deletions.RunAsync(http, calls, tasks, http.RouteUuid("user_uuid"), AddressKind.User);
}
