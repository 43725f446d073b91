namespace Orleans.Batch.Gateway.Destinations;

internal static class DestinationOperations
{
    public static ApiOperation Create { get; } = new(
        "createDestinations",
        "Destinations",
        "Creates users, graphs and threads: all of them or none. Those that exist are left as they are.",
        typeof(CreatedDestinations))
    {
        OutcomeAt = "/users/{user_id}",
        Request = DestinationsBody.Table,
        Parameters = [ApiParameter.IdempotencyKey],
        Errors = [409, 422],
    };
}
