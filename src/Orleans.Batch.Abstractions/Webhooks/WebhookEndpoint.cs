namespace Orleans.Batch;

/// <summary>A URL that receives webhook messages.</summary>
public sealed record WebhookEndpoint
{
    /// <summary>Its identity.</summary>
    public required Guid EndpointId { get; init; }

    /// <summary>The URL that messages are posted to.</summary>
    public required string Url { get; init; }

    /// <summary>A description; at most 500 characters.</summary>
    public string? Description { get; init; }

    /// <summary>The events it receives.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Whether messages are sent to it.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Why the service disabled it; null while it is enabled, or when its owner disabled it.</summary>
    public string? DisabledReason { get; init; }

    /// <summary>The time since which every attempt has failed; null after a success.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When a message was last delivered.</summary>
    public DateTimeOffset? LastSuccessAt { get; init; }

    /// <summary>When it was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last changed.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }
}

/// <summary>An endpoint with its new secret, which is known only at this moment.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Secret">The signing secret, <c>whsec_</c> and base64; shown this once.</param>
public sealed record WebhookEndpointWithSecret(WebhookEndpoint Endpoint, string Secret);

/// <summary>The fields of an endpoint that a caller can set. On update, a null leaves the field as it is.</summary>
public sealed record WebhookEndpointFields
{
    /// <inheritdoc cref="WebhookEndpoint.Url"/>
    public string? Url { get; init; }

    /// <inheritdoc cref="WebhookEndpoint.Description"/>
    public string? Description { get; init; }

    /// <summary>Which events; on create, null chooses <see cref="WebhookEvents.BatchCompleted"/>.</summary>
    public IReadOnlyList<string>? Events { get; init; }

    /// <inheritdoc cref="WebhookEndpoint.Enabled"/>
    public bool? Enabled { get; init; }
}
