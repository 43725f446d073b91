namespace Orleans.Batch.Webhooks;

/// <summary>The database's outbox, by message.</summary>
public interface IOutboxStore
{
    /// <summary>Puts a message for this endpoint only into the outbox; null when there is no such endpoint.</summary>
    ValueTask<(Guid MessageId, int Shard)?> AddTestAsync(
        ProjectId project, Guid endpointId, CancellationToken cancellationToken);

    /// <summary>Makes a message's deliveries to enabled endpoints due at once; null when there is no such message.</summary>
    ValueTask<IReadOnlyList<int>?> ResendAsync(ProjectId project, Guid messageId, CancellationToken cancellationToken);

    /// <summary>Makes messages that failed permanently between two moments due at once; null when there is no such endpoint.</summary>
    ValueTask<(int Messages, int Shard)?> RecoverAsync(
        ProjectId project, Guid endpointId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken);
}
