using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Tests.Webhooks;

/// <summary>Replaces the dispatcher: it records which shards were woken and sends nothing.</summary>
internal sealed class RecordingDispatcher : IWorkStep
{
    public ConcurrentBag<long> Woken { get; } = [];

    public WorkKind Kind => WorkKind.Webhook;

    public ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        Woken.Add(key);
        return new(StepResult.Idle);
    }

    /// <summary>Replaces the real one.</summary>
    public void Replace(IServiceCollection services)
    {
        services.Remove(services.Single(s =>
            s.ServiceType == typeof(IWorkStep) && s.ImplementationType?.Name == "WebhookDispatcher"));
        services.AddSingleton<IWorkStep>(this);
    }
}
