namespace Orleans.Batch.Gateway.Graphs;

internal static class SummaryOperations
{
    public static ApiOperation Get(string name, string what, Type response) => new(
        $"get{name}", "Summaries", $"Summaries of {what}: an empty list, because no model writes them; a body has no effect.", response)
    {
        Errors = [404],
    };
}
