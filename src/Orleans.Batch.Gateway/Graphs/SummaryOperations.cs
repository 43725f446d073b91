namespace Orleans.Batch.Gateway.Graphs;

internal static class SummaryOperations
{
    public static ApiOperation ThreadsOfGraph { get; } = Get(
        "ThreadSummariesOfGraph", "Summaries of the threads of a graph: an empty list, since only users have threads.", typeof(ThreadSummaryResponse[]));

    public static ApiOperation ThreadsOfUser { get; } = Get(
        "ThreadSummariesOfUser", "Summaries of the threads of a user that were asked for; at most 1,000.", typeof(ThreadSummaryResponse[]));

    public static ApiOperation DocumentsOfGraph { get; } = Get(
        "DocumentSummariesOfGraph", "Summaries of the documents of a graph: an empty list, because nothing makes them.", typeof(DocumentSummaryResponse[]));

    private static ApiOperation Get(string name, string summary, Type response) =>
        new($"get{name}", "Summaries", $"{summary} A body has no effect.", response) { Errors = [404] };
}
