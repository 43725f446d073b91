namespace Orleans.Batch;

/// <summary>
/// The store could not be reached or could not finish, for a temporary reason: a restart, a lost connection, a full
/// disk. A write that a caller waits for was not done, or is recognized when it is repeated under its idempotency key;
/// <see cref="OutcomeUnknownException"/> covers the other case. Background work may have been done and is repeated.
/// </summary>
public class TransientStoreException(string message, Exception inner) : Exception(message, inner);
