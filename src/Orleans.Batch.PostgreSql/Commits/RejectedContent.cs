using Npgsql;

namespace Orleans.Batch.PostgreSql.Commits;

/// <summary>A rejection of content by the database: the item is the cause, and a repeat does not help.</summary>
internal static class RejectedContent
{
    // 22: data exception, 23: integrity constraint violation.
    public static bool Is(PostgresException e) =>
        e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal);

    public static ItemError Describe(PostgresException e) => new(
        ErrorCodes.StorageRejected,
        $"the database refused this item: {e.MessageText} (SQLSTATE {e.SqlState})",
        Retryable: false,
        Attempts: 1);
}
