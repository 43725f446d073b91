namespace Orleans.Batch.LocalPostgres;

/// <summary>The private PostgreSQL cannot be used; the message gives the operator the reason and the remedy.</summary>
public class PrivatePostgresException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another process holds the data directory.</summary>
public sealed class DataDirectoryInUseException(string message) : PrivatePostgresException(message);
