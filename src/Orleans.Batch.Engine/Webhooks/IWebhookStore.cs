namespace Orleans.Batch.Webhooks;

/// <summary>The database's webhook endpoints, outbox and delivery log.</summary>
public interface IWebhookStore
{
    /// <summary>Creates an endpoint with its first secret.</summary>
    ValueTask<WebhookEndpoint> CreateAsync(
        ProjectId project, WebhookEndpointFields fields, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken);

    /// <inheritdoc cref="IWebhookClient.ListAsync"/>
    ValueTask<WebhookEndpointPage> ListAsync(ProjectId project, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>One endpoint, or null.</summary>
    ValueTask<WebhookEndpoint?> FindAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken);

    /// <summary>Changes the fields that are given; null when there is no such endpoint.</summary>
    ValueTask<WebhookEndpoint?> UpdateAsync(
        ProjectId project, Guid endpointId, WebhookEndpointFields fields, CancellationToken cancellationToken);

    /// <summary>Deletes an endpoint.</summary>
    /// <returns>Whether there was one.</returns>
    ValueTask<bool> DeleteAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken);

    /// <summary>Adds a secret; the current ones expire after <paramref name="overlap"/>. Null: no such endpoint.</summary>
    ValueTask<WebhookEndpoint?> RotateSecretAsync(
        ProjectId project, Guid endpointId, ReadOnlyMemory<byte> secret, TimeSpan overlap, CancellationToken cancellationToken);

    /// <summary>Puts a message for this endpoint only into the outbox; null when there is no such endpoint.</summary>
    ValueTask<(Guid MessageId, int Shard)?> AddTestAsync(
        ProjectId project, Guid endpointId, CancellationToken cancellationToken);

    /// <summary>A page of the log; null when there is no such endpoint.</summary>
    ValueTask<WebhookAttemptPage?> ListAttemptsAsync(
        ProjectId project, Guid endpointId, int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>Makes a message's deliveries to enabled endpoints due at once; null when there is no such message.</summary>
    ValueTask<IReadOnlyList<int>?> ResendAsync(ProjectId project, Guid messageId, CancellationToken cancellationToken);

    /// <summary>Makes messages that failed permanently between two moments due at once; null when there is no such endpoint.</summary>
    ValueTask<(int Messages, int Shard)?> RecoverAsync(
        ProjectId project, Guid endpointId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken);

    /// <summary>
    /// Takes due deliveries of a shard (<c>FOR UPDATE SKIP LOCKED</c>): they are not due again before
    /// <paramref name="visibility"/> has passed, after which a lost one is due again. Taking is no attempt, because a
    /// taken delivery may have to wait for its host and be released: only <see cref="RecordAsync"/> counts.
    /// </summary>
    /// <param name="shard">The shard.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="perEndpoint">How many of one endpoint at most, so that a slow one delays no other.</param>
    /// <param name="busy">Endpoint keys to leave out: they have as much as they can take at present.</param>
    /// <param name="visibility">How long they are leased.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    ValueTask<IReadOnlyList<DueDelivery>> TakeDueAsync(
        int shard,
        int limit,
        int perEndpoint,
        IReadOnlyCollection<long> busy,
        TimeSpan visibility,
        CancellationToken cancellationToken);

    /// <summary>
    /// When the next delivery of a shard is due, from now (zero or less: now), leaving out <paramref name="busy"/>
    /// endpoints; null when none is.
    /// </summary>
    ValueTask<TimeSpan?> NextDueAsync(int shard, IReadOnlyCollection<long> busy, CancellationToken cancellationToken);

    /// <summary>The shards that have deliveries to make, now or later.</summary>
    IAsyncEnumerable<int> UnfinishedShardsAsync(CancellationToken cancellationToken);

    /// <summary>Records an attempt and its consequence, in one transaction.</summary>
    ValueTask RecordAsync(DueDelivery delivery, AttemptRecord attempt, CancellationToken cancellationToken);
}

/// <summary>A due delivery.</summary>
/// <param name="MessageKey">The message's internal key.</param>
/// <param name="EndpointKey">The endpoint's internal key.</param>
/// <param name="MessageId">The message's identity: the same for every attempt.</param>
/// <param name="EventName">The event.</param>
/// <param name="Payload">The JSON body.</param>
/// <param name="Url">The target.</param>
/// <param name="Secrets">The signing secrets, newest first.</param>
/// <param name="Attempt">Which attempt this is, from 1: one more than are recorded.</param>
/// <param name="Now">The database's time when it was taken: the signature's stamp counts from here.</param>
/// <param name="Overdue">How long it had been due when it was taken; for the lag metric only.</param>
public sealed record DueDelivery(
    long MessageKey,
    long EndpointKey,
    Guid MessageId,
    string EventName,
    string Payload,
    string Url,
    IReadOnlyList<ReadOnlyMemory<byte>> Secrets,
    int Attempt,
    DateTimeOffset Now,
    TimeSpan Overdue);

/// <summary>The result of an attempt.</summary>
/// <param name="Duration">How long it took.</param>
/// <param name="Status">The HTTP status; null when there was no answer.</param>
/// <param name="Error">Why it failed; null when it was delivered.</param>
/// <param name="Response">The first 20 kB of the answer.</param>
/// <param name="Verdict">The consequence.</param>
/// <param name="RetryAfter">When to try again, for <see cref="AttemptVerdict.Retry"/>; null otherwise.</param>
public sealed record AttemptRecord(
    TimeSpan Duration,
    int? Status,
    string? Error,
    ReadOnlyMemory<byte> Response,
    AttemptVerdict Verdict,
    TimeSpan? RetryAfter);

/// <summary>The consequence of an attempt.</summary>
public enum AttemptVerdict
{
    /// <summary>Delivered.</summary>
    Delivered,

    /// <summary>Failed; it is tried again.</summary>
    Retry,

    /// <summary>Failed, and no attempt is left.</summary>
    GaveUp,

    /// <summary>The receiver refused further attempts of this message.</summary>
    Aborted,

    /// <summary>The receiver is gone (410): the endpoint is disabled.</summary>
    Gone,
}
