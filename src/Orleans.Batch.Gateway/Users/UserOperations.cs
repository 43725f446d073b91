namespace Orleans.Batch.Gateway;

internal static class UserOperations
{
    private const string Tag = "Users";

    public static ApiOperation Create { get; } = new("createUser", Tag, "Creates a user and its graph.", typeof(User))
    {
        Request = typeof(CreateUserRequest),
        Status = 201,
    };

    public static ApiOperation Get { get; } = new("getUser", Tag, "One user.", typeof(User)) { Errors = [404] };

    public static ApiOperation Update { get; } =
        new("updateUser", Tag, "Changes the fields that are given.", typeof(User)) { Request = typeof(UpdateUserRequest), Errors = [404] };

    public static ApiOperation Delete { get; } =
        new("deleteUser", Tag, "Deletes a user with its graph and threads.", typeof(MessageAnswer)) { Errors = [404] };
}
