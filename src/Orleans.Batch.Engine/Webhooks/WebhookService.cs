using System.Net.Sockets;
using Orleans.Batch.Work;

namespace Orleans.Batch.Webhooks;

/// <summary>The webhook calls: validates input, calls the store, and wakes the dispatchers.</summary>
internal sealed class WebhookService(
    IEndpointStore endpoints, IOutboxStore outbox, IAttemptLog log, TargetValidator targets, IWakeups wakeups, TimeProvider time) : IWebhookClient
{
    private static readonly TimeSpan ResolveTimeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public async ValueTask<WebhookEndpointWithSecret> CreateAsync(
        ProjectId project, WebhookEndpointFields fields, CancellationToken cancellationToken)
    {
        if (fields.Url is null)
        {
            throw BatchServiceException.Invalid(ErrorCodes.Required, "url is required: where messages are posted");
        }

        WebhookFieldRules.Check(fields);
        await CheckTargetAsync(fields.Url, cancellationToken);
        var chosen = fields with { Events = fields.Events?.Distinct().ToArray() ?? [WebhookEvents.BatchCompleted] };
        var secret = WebhookSecret.Create();
        var endpoint = await ServiceGuard.RunAsync(() => endpoints.CreateAsync(project, chosen, secret, cancellationToken));
        return new WebhookEndpointWithSecret(endpoint, WebhookSecret.Format(secret));
    }

    /// <inheritdoc/>
    public ValueTask<WebhookEndpointPage> ListAsync(
        ProjectId project, int limit, string? cursor, CancellationToken cancellationToken) =>
        ServiceGuard.RunAsync(() => endpoints.ListAsync(project, Math.Clamp(limit, 1, Limits.PerPage), cursor, cancellationToken));

    /// <inheritdoc/>
    public ValueTask<WebhookEndpoint> GetAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken) =>
        FindAsync(endpointId, () => endpoints.FindAsync(project, endpointId, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<WebhookEndpoint> UpdateAsync(
        ProjectId project, Guid endpointId, WebhookEndpointFields fields, CancellationToken cancellationToken)
    {
        WebhookFieldRules.Check(fields);
        if (fields.Url is not null)
        {
            await CheckTargetAsync(fields.Url, cancellationToken);
        }

        var chosen = fields with { Events = fields.Events?.Distinct().ToArray() };
        var endpoint = await FindAsync(
            endpointId, () => endpoints.UpdateAsync(project, endpointId, chosen, cancellationToken));
        return endpoint;
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken)
    {
        if (!await ServiceGuard.RunAsync(() => endpoints.DeleteAsync(project, endpointId, cancellationToken)))
        {
            throw NoEndpoint(endpointId);
        }
    }

    /// <inheritdoc/>
    public async ValueTask<WebhookEndpointWithSecret> RotateSecretAsync(
        ProjectId project, Guid endpointId, TimeSpan overlap, CancellationToken cancellationToken)
    {
        WebhookFieldRules.CheckOverlap(overlap);
        var secret = WebhookSecret.Create();
        var endpoint = await FindAsync(
            endpointId, () => endpoints.RotateSecretAsync(project, endpointId, secret, overlap, cancellationToken));
        return new WebhookEndpointWithSecret(endpoint, WebhookSecret.Format(secret));
    }

    /// <inheritdoc/>
    public async ValueTask<Guid> SendTestAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken)
    {
        var (message, shard) =
            await ServiceGuard.RunAsync(() => outbox.AddTestAsync(project, endpointId, cancellationToken))
            ?? throw NoEndpoint(endpointId);
        await WakeAsync([shard]);
        return message;
    }

    /// <inheritdoc/>
    public ValueTask<WebhookAttemptPage> ListAttemptsAsync(
        ProjectId project, Guid endpointId, int limit, string? cursor, CancellationToken cancellationToken) =>
        FindAsync(endpointId, () => log.ListAttemptsAsync(
            project, endpointId, Math.Clamp(limit, 1, Limits.PerPage), cursor, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask<int> ResendAsync(ProjectId project, Guid messageId, CancellationToken cancellationToken)
    {
        var shards = await ServiceGuard.FindAsync(
            "webhook message", messageId.ToString(), () => outbox.ResendAsync(project, messageId, cancellationToken));
        await WakeAsync(shards);
        return shards.Count;
    }

    /// <inheritdoc/>
    public async ValueTask<int> RecoverAsync(
        ProjectId project, Guid endpointId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken)
    {
        WebhookFieldRules.CheckSpan(since, until);
        var (messages, shard) =
            await ServiceGuard.RunAsync(() => outbox.RecoverAsync(project, endpointId, since, until, cancellationToken))
            ?? throw NoEndpoint(endpointId);
        await WakeAsync([shard]);
        return messages;
    }

    private static ValueTask<T> FindAsync<T>(Guid endpointId, Func<ValueTask<T?>> call)
        where T : class =>
        ServiceGuard.FindAsync("webhook endpoint", endpointId.ToString(), call);

    private static BatchServiceException NoEndpoint(Guid endpointId) =>
        BatchServiceException.NotFound("webhook endpoint", endpointId.ToString());

    private ValueTask WakeAsync(IReadOnlyList<int> shards) => wakeups.WakeAsync(
        shards.Distinct().Select(s => new WorkKey(WorkKind.Webhook, s)).ToArray(), CancellationToken.None);

    private async ValueTask CheckTargetAsync(string url, CancellationToken cancellationToken)
    {
        var uri = WebhookUrlRules.Parse(url);
        var host = WebhookUrlRules.HostOf(uri);
        using var timeout = new CancellationTokenSource(ResolveTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await targets.ResolveAsync(host, uri.Port, uri.Scheme == Uri.UriSchemeHttps, both.Token);
        }
        catch (TargetRefusedException e)
        {
            throw BatchServiceException.Invalid(
                ErrorCodes.InvalidRequest, $"url may not be called: {e.Message} (the operator can allow inner receivers)");
        }
        catch (Exception e) when (e is SocketException || timeout.IsCancellationRequested)
        {
            throw BatchServiceException.Invalid(ErrorCodes.InvalidRequest, $"url names a host that cannot be resolved: {host}");
        }
    }
}
