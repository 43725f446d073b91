namespace Orleans.Batch;

/// <summary>A name that means a node of another name, as a model said of an item: later facts under it go to that node.</summary>
/// <param name="Uuid">The node that the name has by itself, and the id of the alias.</param>
/// <param name="Name">The name as spelled.</param>
/// <param name="CreatedAt">When it was learned.</param>
[GenerateSerializer]
[Alias("orleans-batch.node-alias.v1")]
[Immutable]
public sealed record NodeAlias(
    [property: Id(0)] Guid Uuid, [property: Id(1)] string Name, [property: Id(2)] DateTimeOffset CreatedAt);
