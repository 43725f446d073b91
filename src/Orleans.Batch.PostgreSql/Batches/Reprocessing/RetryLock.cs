namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>
/// The advisory lock of a project's chains of attempts (see <c>item_retry</c>): held while items are retried and
/// while batches are deleted, both rare, so that no chain forks or breaks. Taken before any row is locked.
/// </summary>
internal static class RetryLock
{
    /// <summary>
    /// Takes it until the transaction ends; <c>$1</c> is the project's key. The statements that follow join sets to huge tables:
    /// a probe per row is right, independent of the statistics.
    /// </summary>
    public const string Take = $"SELECT pg_advisory_xact_lock(2, ($1 % 2147483647)::int), t.* FROM ({ProbeOnly}) t";

    /// <summary>Only the planner settings.</summary>
    public const string ProbeOnly =
        """
        SELECT set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
               set_config('enable_mergejoin', 'off', true)
        """;
}
