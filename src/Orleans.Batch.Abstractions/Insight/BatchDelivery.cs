namespace Orleans.Batch;

/// <summary>A message about a batch and its delivery to one webhook endpoint.</summary>
public sealed record BatchDelivery
{
    /// <summary>Its event: <see cref="WebhookEvents.BatchCompleted"/> or <see cref="WebhookEvents.BatchFirstError"/>.</summary>
    public required string EventName { get; init; }

    /// <summary>The endpoint.</summary>
    public required Guid EndpointId { get; init; }

    /// <summary>The URL it is posted to.</summary>
    public required string Url { get; init; }

    /// <summary>When the event happened and the message was written.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>How often it was sent so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>Whether it was delivered to the endpoint.</summary>
    public required bool Delivered { get; init; }

    /// <summary>When it was delivered or given up; null while it is pending.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it is sent again; null once it has ended, and before the first attempt.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}
