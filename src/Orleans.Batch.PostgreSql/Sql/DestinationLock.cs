namespace Orleans.Batch.PostgreSql.Sql;

/// <summary>
/// The advisory lock of a project's destinations: shared while lanes are formed, exclusive while a graph, user or
/// thread is deleted, so that no lane is formed for a deleted target. Taken before any row is locked.
/// </summary>
internal static class DestinationLock
{
    /// <summary>Takes it shared until the transaction ends; <c>$1</c> is the project's key.</summary>
    public const string Shared = "pg_advisory_xact_lock_shared(1, ($1 % 2147483647)::int)";

    /// <summary>Takes it exclusive until the transaction ends; <c>$1</c> is the project's key.</summary>
    public const string Exclusive = "pg_advisory_xact_lock(1, ($1 % 2147483647)::int)";
}
