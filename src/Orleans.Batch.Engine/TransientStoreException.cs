namespace Orleans.Batch;

/// <summary>
/// The store could not be reached or could not finish, for a reason that passes: a restart, a lost connection, a full
/// disk. A write that a caller waits for was not done, or is recognised when it is repeated under its idempotency key;
/// <see cref="OutcomeUnknownException"/> is the exception to that. Background work may have been done and is repeated.
/// </summary>
public class TransientStoreException(string message, Exception inner) : Exception(message, inner);
