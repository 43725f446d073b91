namespace Orleans.Batch.Webhooks;

/// <summary>The database's log of attempts.</summary>
public interface IAttemptLog
{
    /// <summary>A page of the log; null when there is no such endpoint.</summary>
    ValueTask<WebhookAttemptPage?> ListAttemptsAsync(
        ProjectId project, Guid endpointId, int limit, string? cursor, CancellationToken cancellationToken);
}
