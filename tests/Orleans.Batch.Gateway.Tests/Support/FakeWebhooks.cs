namespace Orleans.Batch.Gateway.Tests;

/// <summary>Webhooks behind the gateway: one endpoint and one message; records what it gets.</summary>
internal sealed class FakeWebhooks : IWebhookClient
{
    public const string Secret = "whsec_canary";

    public static readonly Guid EndpointId = Guid.Parse("0f6e0000-0000-7000-8000-00000000000e");

    public static readonly Guid MessageId = Guid.Parse("0f6e0000-0000-7000-8000-00000000000a");

    public List<object> Calls { get; } = [];

    private static WebhookEndpoint Endpoint => new()
    {
        EndpointId = EndpointId,
        Url = "https://hooks.example.com/in",
        Events = [WebhookEvents.BatchCompleted],
        Enabled = false,
        DisabledReason = "nothing but failures",
        FailingSince = FakeService.Now,
        CreatedAt = FakeService.Now,
        UpdatedAt = FakeService.Now,
    };

    public ValueTask<WebhookEndpointWithSecret> CreateAsync(
        ProjectId project, WebhookEndpointFields fields, CancellationToken cancellationToken)
    {
        Calls.Add(fields);
        return new(new WebhookEndpointWithSecret(Endpoint, Secret));
    }

    public ValueTask<WebhookEndpointPage> ListAsync(ProjectId project, int limit, string? cursor, CancellationToken cancellationToken)
    {
        Calls.Add((limit, cursor));
        return new(new WebhookEndpointPage([Endpoint], "next"));
    }

    public ValueTask<WebhookEndpoint> GetAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken) =>
        new(Known(project, endpointId));

    public ValueTask<WebhookEndpoint> UpdateAsync(
        ProjectId project, Guid endpointId, WebhookEndpointFields fields, CancellationToken cancellationToken)
    {
        Calls.Add(fields);
        return new(Known(project, endpointId));
    }

    public ValueTask DeleteAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken)
    {
        Known(project, endpointId);
        return default;
    }

    public ValueTask<WebhookEndpointWithSecret> RotateSecretAsync(
        ProjectId project, Guid endpointId, TimeSpan overlap, CancellationToken cancellationToken)
    {
        Calls.Add(overlap);
        return new(new WebhookEndpointWithSecret(Known(project, endpointId), Secret));
    }

    public ValueTask<Guid> SendTestAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken)
    {
        Known(project, endpointId);
        return new(MessageId);
    }

    public ValueTask<WebhookAttemptPage> ListAttemptsAsync(
        ProjectId project, Guid endpointId, int limit, string? cursor, CancellationToken cancellationToken)
    {
        Known(project, endpointId);
        Calls.Add((limit, cursor));
        return new(new WebhookAttemptPage(
            [
                new WebhookAttempt
                {
                    MessageId = MessageId,
                    EventName = WebhookEvents.BatchCompleted,
                    Attempt = 2,
                    At = FakeService.Now,
                    Duration = TimeSpan.FromMilliseconds(1_234.5),
                    Status = 500,
                    Error = "answered 500",
                    Response = "öps",
                },
            ],
            null));
    }

    public ValueTask<int> ResendAsync(ProjectId project, Guid messageId, CancellationToken cancellationToken) =>
        messageId == MessageId ? new(3) : throw BatchServiceException.NotFound("webhook message", messageId.ToString());

    public ValueTask<int> RecoverAsync(
        ProjectId project, Guid endpointId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        Known(project, endpointId);
        Calls.Add((since, until));
        return new(7);
    }

    private static WebhookEndpoint Known(ProjectId project, Guid endpointId) =>
        project == FakeService.Project && endpointId == EndpointId
            ? Endpoint
            : throw BatchServiceException.NotFound("webhook endpoint", endpointId.ToString());
}
