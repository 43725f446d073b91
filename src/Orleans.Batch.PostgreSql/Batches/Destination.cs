namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>The destination of an item as its caller named it.</summary>
internal readonly record struct Destination(DestinationKind Kind, string Id)
{
    public static Destination From(NewBatchItem item) => item switch
    {
        { Kind: ItemKind.ThreadMessage } => new(DestinationKind.Thread, item.ThreadId!),
        { GraphId: { } graph } => new(DestinationKind.Graph, graph),
        _ => new(DestinationKind.User, item.UserId!),
    };
}

/// <summary>The kind of target of an item's destination id. The numbers are stored; they never change.</summary>
internal enum DestinationKind : short
{
    Graph = 0,
    User = 1,
    Thread = 2,
}
