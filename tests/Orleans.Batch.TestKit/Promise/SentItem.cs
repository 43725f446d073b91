namespace Orleans.Batch.TestKit.Promise;

/// <summary>An item as a client sent it.</summary>
/// <param name="Content">Its data or content: unique, so that a second copy is detected.</param>
/// <param name="Destination">The id of its graph, user or thread.</param>
/// <param name="FailsWith">The code it must fail with; null if it must get into its graph.</param>
public sealed record SentItem(string Content, string Destination, string? FailsWith);

/// <summary>An item as the server acknowledged it.</summary>
/// <param name="Sent">The sent item.</param>
/// <param name="Sequence">Its assigned sequence number.</param>
/// <param name="Episode">Its assigned id.</param>
public sealed record AcknowledgedItem(SentItem Sent, int Sequence, Guid Episode);
