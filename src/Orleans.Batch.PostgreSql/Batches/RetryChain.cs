namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>How a batch that is removed leaves the chains of attempts it is part of; <see cref="RetryLock"/> is held.</summary>
internal static class RetryChain
{
    // What was taken up again by a batch that stays needs its payload.
    private const string GivePayloads =
        """
        UPDATE episode_data e SET batch_key = r.retry_key, sequence = r.retry_sequence FROM item_retry r
        WHERE r.batch_key = $1 AND e.episode_uuid = r.episode_uuid AND e.batch_key = $1
        """;

    // The attempts before and after this one become neighbours.
    private const string Close =
        """
        WITH gone AS (DELETE FROM item_retry WHERE batch_key = $1 RETURNING *)
        UPDATE item_retry r SET retry_key = gone.retry_key, retry_sequence = gone.retry_sequence
        FROM gone WHERE r.retry_key = $1 AND r.retry_sequence = gone.sequence
        """;

    /// <summary>The statements, in order; <c>$1</c> is the batch's key.</summary>
    public static IReadOnlyList<string> Leave { get; } = [GivePayloads, Close, "DELETE FROM item_retry WHERE retry_key = $1"];
}
