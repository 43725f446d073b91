using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Orleans.Batch.PostgreSql.Webhooks;
using Orleans.Batch.Webhooks;
using Orleans.Batch.Work;

namespace Orleans.Batch.PostgreSql.Tests.Webhooks;

/// <summary>Replaces the host: it records the requested wake-ups, and wakes nothing.</summary>
internal sealed class RecordingWakeups : IWakeups
{
    public ConcurrentBag<WorkKey> Woken { get; } = [];

    public DeliveryQueue Queue(int shards = 4) => new(this, Options.Create(new WebhookOptions { Shards = shards }));

    public ValueTask WakeAsync(ReadOnlyMemory<WorkKey> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids.Span)
        {
            Woken.Add(id);
        }

        return ValueTask.CompletedTask;
    }
}
