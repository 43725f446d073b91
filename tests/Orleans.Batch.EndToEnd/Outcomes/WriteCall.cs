namespace Orleans.Batch.EndToEnd.Outcomes;

/// <summary>A prepared call, and a query that shows how often it was done.</summary>
/// <param name="Method">The HTTP method.</param>
/// <param name="Path">The path below /api/v2/.</param>
/// <param name="Body">The body; null: none.</param>
/// <param name="Effect">A query for one number.</param>
/// <param name="Delta">The change of that number when the call is done once.</param>
internal sealed record WriteCall(HttpMethod Method, string Path, string? Body, string Effect, int Delta = 1)
{
    public string ContentType { get; init; } = "application/json";
}
