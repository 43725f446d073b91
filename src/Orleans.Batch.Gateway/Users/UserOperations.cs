using Microsoft.OpenApi;
using Orleans.Batch.Formats.Bodies;

namespace Orleans.Batch.Gateway.Users;

internal static class UserOperations
{
    private const string Tag = "Users";

    public static ApiOperation Create { get; } = new("createUser", Tag, "Creates a user and its graph.", typeof(User))
    {
        OutcomeAt = "/users/{user_id}",
        Request = UserBody.Table,
        Status = 201,
    };

    public static ApiOperation List { get; } = new("listUsers", Tag, "Lists users.", typeof(UsersResponse))
    {
        Parameters =
        [
            new("pageNumber", "From 1. Default 1."),
            new("pageSize", "From 1. Default 50; above 1,000 it counts as 1,000."),
            new("search", "Text that the id, the name or the e-mail address must contain, in any case.", JsonSchemaType.String),
            new("order_by", "Default user_id. Not with a cursor.", JsonSchemaType.String, Values: EnumNames<UserOrder>.List),
            new("asc", "Smallest first. Default true. Not with a cursor.", JsonSchemaType.Boolean),
            ApiParameter.After,
        ],
    };

    public static ApiOperation Get { get; } = new("getUser", Tag, "One user.", typeof(User)) { Errors = [404] };

    public static ApiOperation GetNode { get; } =
        new("getUserNode", Tag, "The user's node: it exists as long as the user, and keeps its facts when the user is renamed.", typeof(UserNodeResponse)) { Errors = [404] };

    public static ApiOperation GetThreads { get; } =
        new("getUserThreads", Tag, "The threads of a user, by their ids; at most 1,000.", typeof(MemoryThread[])) { Errors = [404] };

    public static ApiOperation Update { get; } =
        new("updateUser", Tag, "Changes the fields that are given.", typeof(User)) { OutcomeAt = "/users/{user_id}", Request = UserBody.Changes, Errors = [404] };

    public static ApiOperation Delete { get; } =
        new("deleteUser", Tag, "Deletes a user with its graph and threads.", typeof(MessageResponse)) { OutcomeAt = "/users/{user_id}", Errors = [404] };
}
