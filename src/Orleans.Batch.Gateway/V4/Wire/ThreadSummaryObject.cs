namespace Orleans.Batch.Gateway.V4.Wire;

/// <summary>The summary of a thread.</summary>
/// <param name="Uuid">The thread's identity: it has one summary.</param>
/// <param name="ThreadUuid">The thread's identity.</param>
/// <param name="Summary">The text.</param>
/// <param name="CreatedAt">When the first one was made.</param>
/// <param name="LastSummarizedAt">When this one was made.</param>
/// <param name="LastSummarizedEpisodeValidAt">The reference time of the last message in it.</param>
internal sealed record ThreadSummaryObject(
    Guid Uuid,
    Guid ThreadUuid,
    string Summary,
    DateTimeOffset? CreatedAt,
    DateTimeOffset? LastSummarizedAt,
    DateTimeOffset? LastSummarizedEpisodeValidAt)
{
    /// <summary>The summary as it is shown; null where none was made.</summary>
    public static ThreadSummaryObject? Find(ThreadSummary found) => found.Text is { } text
        ? new(found.Thread.Uuid, found.Thread.Uuid, text, found.CreatedAt, found.UpdatedAt, found.LastMessageAt)
        : null;
}
