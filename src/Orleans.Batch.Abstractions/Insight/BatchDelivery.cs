namespace Orleans.Batch;

/// <summary>A message about a batch, and how it fared with one webhook endpoint.</summary>
public sealed record BatchDelivery
{
    /// <summary>What it tells of: <see cref="WebhookEvents.BatchCompleted"/> or <see cref="WebhookEvents.BatchFirstError"/>.</summary>
    public required string EventName { get; init; }

    /// <summary>The endpoint.</summary>
    public required Guid EndpointId { get; init; }

    /// <summary>Where it is posted.</summary>
    public required string Url { get; init; }

    /// <summary>When what it tells of came true, and it was written.</summary>
    public required DateTimeOffset WrittenAt { get; init; }

    /// <summary>How often it was sent so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>Whether the endpoint has it.</summary>
    public required bool Delivered { get; init; }

    /// <summary>When it was delivered or given up; null while it is on its way.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it is sent again; null once it has ended, and before the first attempt.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}
