namespace Orleans.Batch;

/// <summary>What a stream of items became.</summary>
/// <param name="Accepted">How many items were added.</param>
/// <param name="FirstSequenceIndex">The position in the batch of the first of them.</param>
/// <param name="LastSequenceIndex">The position of the last; none lies between that is not of this stream.</param>
public sealed record AddedItems(int Accepted, int FirstSequenceIndex, int LastSequenceIndex);
