namespace Orleans.Batch;

/// <summary>How many batches an import has, by their status. Those that retry items of others count, too.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Draft">Being filled.</param>
/// <param name="Queued">Accepted, and not yet prepared.</param>
/// <param name="Processing">Being ingested.</param>
/// <param name="Ended">Ended with any result, <c>invalid</c> included.</param>
[GenerateSerializer]
[Alias("orleans-batch.import-parts.v1")]
[Immutable]
public sealed record ImportParts(
    [property: Id(0)] int Total,
    [property: Id(1)] int Draft,
    [property: Id(2)] int Queued,
    [property: Id(3)] int Processing,
    [property: Id(4)] int Ended);
