namespace Orleans.Batch;

/// <summary>
/// A write may have been done: the answer to its commit was lost, and the outcome could not be looked up in time. The
/// message names no data and is for callers. Repeating is safe only for work that recognizes a repeat.
/// </summary>
public sealed class OutcomeUnknownException(string message, Exception inner) : TransientStoreException(message, inner);
