using Orleans.Batch.Gateway.V4.Wire;

namespace Orleans.Batch.Gateway.V4.Batches;

/// <summary>New items by whether their destinations exist.</summary>
/// <param name="Items">Those to add.</param>
/// <param name="Rejected">The others.</param>
/// <param name="Destinations">Returns the destination of an item that was added.</param>
internal sealed record ResolvedItems(
    List<NewBatchItem> Items, List<RejectedBatchItem> Rejected, Func<BatchItem, ObjectAddress?> Destinations);
