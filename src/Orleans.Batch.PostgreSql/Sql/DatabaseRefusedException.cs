namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>The database of a connection string cannot be used; the message is for the operator who gave it.</summary>
public sealed class DatabaseRefusedException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the connection string itself is wrong, rather than its database.</summary>
    public bool IsSetting { get; init; }
}
