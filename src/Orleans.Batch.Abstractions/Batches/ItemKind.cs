namespace Orleans.Batch;

/// <summary>The kind of an item. The numbers are stored; they never change.</summary>
[GenerateSerializer]
[Alias("orleans-batch.item-kind.v1")]
public enum ItemKind : short
{
    /// <summary>A piece of data for a graph, or for a user's graph.</summary>
    GraphEpisode = 0,

    /// <summary>A message of a thread; it goes to the graph of the thread's user.</summary>
    ThreadMessage = 1,
}
