namespace Orleans.Batch;

/// <summary>
/// The store could not be reached or could not finish, for a reason that passes: a restart, a lost connection, a full
/// disk. The outcome of a write is then unknown; readers and retries are safe.
/// </summary>
public sealed class TransientStoreException(string message, Exception inner) : Exception(message, inner);
