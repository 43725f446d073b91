namespace Orleans.Batch.TestKit.Promise;

/// <summary>An item as a client sent it.</summary>
/// <param name="Content">Its data or content: unlike any other's, so that a second copy of it is seen.</param>
/// <param name="Destination">The id of its graph, user or thread.</param>
/// <param name="FailsWith">The code it must fail with; null when it must get into its graph.</param>
public sealed record SentItem(string Content, string Destination, string? FailsWith);

/// <summary>An item as the server acknowledged it.</summary>
/// <param name="Sent">What was sent.</param>
/// <param name="Sequence">The place it was given.</param>
/// <param name="Episode">The identity it was given.</param>
public sealed record AcknowledgedItem(SentItem Sent, int Sequence, Guid Episode);
