namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>The key for the look-up of a transaction's outcome.</summary>
/// <param name="Id">The transaction's id (<c>pg_current_xact_id()</c>).</param>
/// <param name="Life">
/// The mark in <c>server_life</c>; null if there was none. An id is unique only within one mark.
/// </param>
/// <param name="ProcessId">The session's process on the server.</param>
internal readonly record struct TransactionMark(ulong Id, Guid? Life, int ProcessId);
