using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.Actors;

namespace Orleans.Batch.PostgreSql.Tests.Webhooks;

/// <summary>In the dispatcher's place: it notes which shards were woken and sends nothing.</summary>
internal sealed class NotedDispatcher : IActorStep
{
    public ConcurrentBag<long> Woken { get; } = [];

    public ActorKind Kind => ActorKind.Webhook;

    public ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
    {
        Woken.Add(key);
        return new(StepResult.Idle);
    }

    /// <summary>Puts it where the real one was.</summary>
    public void Replace(IServiceCollection services)
    {
        services.Remove(services.Single(s =>
            s.ServiceType == typeof(IActorStep) && s.ImplementationType?.Name == "WebhookDispatcher"));
        services.AddSingleton<IActorStep>(this);
    }
}
