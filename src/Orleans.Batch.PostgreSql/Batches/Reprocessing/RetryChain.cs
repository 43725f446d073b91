namespace Orleans.Batch.PostgreSql.Batches;

/// <summary>Removes a batch from the chains of attempts that it is part of; <see cref="RetryLock"/> is held.</summary>
internal static class RetryChain
{
    // Payloads that a remaining batch retries are still needed.
    private const string GivePayloads =
        """
        UPDATE episode_data e SET batch_key = r.retry_key, sequence = r.retry_sequence FROM item_retry r
        WHERE r.batch_key = $1 AND e.episode_uuid = r.episode_uuid AND e.batch_key = $1
        """;

    // The attempts before and after this one become neighbors.
    private const string Close =
        """
        WITH gone AS (DELETE FROM item_retry WHERE batch_key = $1 RETURNING *)
        UPDATE item_retry r SET retry_key = gone.retry_key, retry_sequence = gone.retry_sequence
        FROM gone WHERE r.retry_key = $1 AND r.retry_sequence = gone.sequence
        """;

    // Items whose last attempt this was: the attempt before becomes the last again, with the values it was sent with.
    private const string TakeBack =
        """
        WITH last AS (
            SELECT r.batch_key, r.sequence, r.episode_uuid FROM item_retry r
            WHERE r.retry_key = $1 AND NOT EXISTS (
                SELECT FROM item_retry n WHERE n.batch_key = $1 AND n.sequence = r.retry_sequence)),
        sent AS (
            DELETE FROM item_as_sent s USING last
            WHERE s.batch_key = last.batch_key AND s.sequence = last.sequence RETURNING s.*, last.episode_uuid)
        UPDATE episode_data e SET data_type = s.data_type, role = s.role, dated = s.dated, reference_time = s.reference_time,
               content = s.content, speaker = s.speaker, source_description = s.source_description,
               document_id = s.document_id, metadata = s.metadata
        FROM sent s WHERE e.episode_uuid = s.episode_uuid
        """;

    /// <summary>Undoes the changes of a draft or an invalid batch to the items that it retries; <c>$1</c> is its key.</summary>
    public static IReadOnlyList<string> Undo { get; } = [TakeBack, "DELETE FROM item_as_sent WHERE batch_key = $1"];

    /// <summary>The statements, in order; <c>$1</c> is the batch's key.</summary>
    public static IReadOnlyList<string> Leave { get; } = [GivePayloads, Close, "DELETE FROM item_retry WHERE retry_key = $1"];
}
