namespace Orleans.Batch.PostgreSql.PrivateInstance;

/// <summary>The private PostgreSQL cannot be used; the message says why and what to do, in words for an operator.</summary>
public class PrivatePostgresException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another process holds the data directory.</summary>
public sealed class DataDirectoryInUseException(string message) : PrivatePostgresException(message);
