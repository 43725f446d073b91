using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Lookup;

internal static class LookupOperations
{
    private const string Tag = "Look-up";

    public static ApiOperation User { get; } =
        new("user.lookup", Tag, "The user with an id.", typeof(UserObject)) { Request = LookupBody.User.Table, Errors = [404] };

    public static ApiOperation Thread { get; } =
        new("thread.lookup", Tag, "The thread with an id.", typeof(ThreadObject)) { Request = LookupBody.Thread.Table, Errors = [404] };

    public static ApiOperation Graph { get; } =
        new("graph.lookup", Tag, "The standard graph with an id.", typeof(GraphObject)) { Request = LookupBody.Graph.Table, Errors = [404] };

    public static ApiOperation Many { get; } =
        new("lookup", Tag, "The UUIDs of objects with ids.", typeof(LookupAnswer)) { Request = LookupManyBody.Table };
}
