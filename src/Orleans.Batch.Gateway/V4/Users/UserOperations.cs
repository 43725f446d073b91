using Orleans.Batch.Gateway.V4.Http;
using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Users;

internal static class UserOperations
{
    private const string Tag = "Users";

    public static ApiOperation Create { get; } =
        new("user.create", Tag, "Creates a user and its graph.", typeof(UserObject)) { Status = 201, Request = UserBody.Table, BodyOptional = true };

    public static ApiOperation List { get; } = new("user.list", Tag, "Lists users.", typeof(Page<UserObject>))
    {
        Request = PageBody.Table,
        BodyOptional = true,
        Parameters =
        [
            PageParameters.Size(),
            PageParameters.Cursor,
            PageParameters.OrderBy("created_at", "user_id", "email", "uuid"),
            PageParameters.Order,
        ],
    };

    public static ApiOperation Get { get; } = new("user.get", Tag, "One user.", typeof(UserObject)) { Errors = [404] };

    public static ApiOperation Update { get; } =
        new("user.update", Tag, "Changes the fields that are given.", typeof(UserObject)) { Request = UserBody.Changes };

    public static ApiOperation Delete { get; } =
        new("user.delete", Tag, "Deletes a user with its graph and threads: hidden at once, removed by the task.", typeof(TaskAnswer)) { Status = 202 };
}
