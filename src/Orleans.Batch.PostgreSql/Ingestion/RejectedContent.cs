using Npgsql;

namespace Orleans.Batch.PostgreSql.Ingestion;

/// <summary>The database's refusal of content: the item is at fault, and no repeat helps.</summary>
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
