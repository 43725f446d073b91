namespace Orleans.Batch.Gateway.Wire;

/// <summary>Whether messages are sent to an endpoint.</summary>
internal enum WebhookEndpointStatus
{
    /// <summary>Messages are sent.</summary>
    Enabled,

    /// <summary>No messages are sent: events in this time are not kept for it.</summary>
    Disabled,
}

/// <summary>A webhook endpoint; its secret is present only in the response that creates it.</summary>
internal sealed record WebhookEndpointResponse(
    Guid EndpointId,
    string Url,
    string? Description,
    IReadOnlyList<string> Events,
    WebhookEndpointStatus Status,
    string? DisabledReason,
    DateTimeOffset? FailingSince,
    DateTimeOffset? LastSuccessAt,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    string? Secret)
{
    public static WebhookEndpointResponse From(WebhookEndpointWithSecret made) => From(made.Endpoint, made.Secret);

    public static WebhookEndpointResponse From(WebhookEndpoint endpoint, string? secret = null) => new(
        endpoint.EndpointId,
        endpoint.Url,
        endpoint.Description,
        endpoint.Events,
        endpoint.Enabled ? WebhookEndpointStatus.Enabled : WebhookEndpointStatus.Disabled,
        endpoint.DisabledReason,
        endpoint.FailingSince,
        endpoint.LastSuccessAt,
        endpoint.CreatedAt,
        endpoint.UpdatedAt,
        secret);
}

/// <summary>A page of endpoints.</summary>
internal sealed record WebhookEndpointsResponse(IReadOnlyList<WebhookEndpointResponse> Endpoints, string? NextCursor);

/// <summary>A line of the delivery log. <c>status_code</c> is absent without an answer, <c>error</c> when it was delivered.</summary>
internal sealed record WebhookAttemptResponse(
    Guid MessageId,
    string EventName,
    int Attempt,
    DateTimeOffset At,
    long DurationMs,
    int? StatusCode,
    string? Error,
    string? Response,
    DateTimeOffset? NextAttemptAt)
{
    public static WebhookAttemptResponse From(WebhookAttempt attempt) => new(
        attempt.MessageId,
        attempt.EventName,
        attempt.Attempt,
        attempt.At,
        (long)attempt.Duration.TotalMilliseconds,
        attempt.Status,
        attempt.Error,
        attempt.Response,
        attempt.NextAttemptAt);
}

/// <summary>A page of the delivery log.</summary>
internal sealed record WebhookAttemptsResponse(IReadOnlyList<WebhookAttemptResponse> Attempts, string? NextCursor);

/// <summary>The test message that was queued.</summary>
internal sealed record WebhookTestResponse(Guid MessageId);

/// <summary>The number of endpoints to which the message is sent again.</summary>
internal sealed record WebhookResendResponse(int Endpoints);

/// <summary>The number of messages that are sent again.</summary>
internal sealed record WebhookRecoverResponse(int Messages);
