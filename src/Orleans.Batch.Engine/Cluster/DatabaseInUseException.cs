namespace Orleans.Batch.Cluster;

/// <summary>A living process that excludes this one ingests from the database.</summary>
public sealed class DatabaseInUseException(string message) : Exception(message);
