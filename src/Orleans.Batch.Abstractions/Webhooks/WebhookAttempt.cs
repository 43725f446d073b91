namespace Orleans.Batch;

/// <summary>One line of the delivery log.</summary>
public sealed record WebhookAttempt
{
    /// <summary>The message, as in the <c>svix-id</c> header; the same for every attempt.</summary>
    public required Guid MessageId { get; init; }

    /// <summary>The event that the message is about.</summary>
    public required string EventName { get; init; }

    /// <summary>The number of the attempt, from 1.</summary>
    public required int Attempt { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The HTTP status; null when there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>Why it failed; null when it was delivered.</summary>
    public string? Error { get; init; }

    /// <summary>The first 20 kB of the answer, as text.</summary>
    public string? Response { get; init; }

    /// <summary>When the message is tried again; null when it is not.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}

/// <summary>A page of an endpoint's delivery log, newest first.</summary>
/// <param name="Attempts">The attempts.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record WebhookAttemptPage(IReadOnlyList<WebhookAttempt> Attempts, string? NextCursor);

/// <summary>A page of endpoints, oldest first.</summary>
/// <param name="Endpoints">The endpoints.</param>
/// <param name="NextCursor">Where the next page begins; null on the last.</param>
public sealed record WebhookEndpointPage(IReadOnlyList<WebhookEndpoint> Endpoints, string? NextCursor);
