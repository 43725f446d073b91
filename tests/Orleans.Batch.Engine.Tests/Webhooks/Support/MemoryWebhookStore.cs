using System.Runtime.CompilerServices;
using Orleans.Batch.Webhooks;
using Orleans.Batch.Work;

namespace Orleans.Batch.Engine.Tests.Webhooks.Support;

/// <summary>The outbox of one shard in memory, with what dispatching needs of the store.</summary>
internal sealed class MemoryWebhookStore : IWebhookStore
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, DueDelivery> _due = [];
    private readonly Dictionary<long, AttemptRecord> _records = [];

    /// <summary>Called before a result is recorded, with the number of the call.</summary>
    public Action<int> BeforeRecord { get; set; } = _ => { };

    public int RecordCalls { get; private set; }

    public IReadOnlyList<AttemptRecord> Records
    {
        get
        {
            lock (_gate)
            {
                return [.. _records.Values];
            }
        }
    }

    public void Add(DueDelivery delivery)
    {
        lock (_gate)
        {
            _due.Add(delivery.MessageKey, delivery);
        }
    }

    public ValueTask<IReadOnlyList<DueDelivery>> TakeDueAsync(
        int shard,
        int limit,
        int perEndpoint,
        IReadOnlyCollection<long> busy,
        TimeSpan visibility,
        CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var taken = _due.Values.Where(d => !busy.Contains(d.EndpointKey))
                .GroupBy(d => d.EndpointKey).SelectMany(g => g.Take(perEndpoint))
                .Take(limit).ToArray();
            foreach (var delivery in taken)
            {
                _due.Remove(delivery.MessageKey);
            }

            return new(taken);
        }
    }

    public ValueTask<TimeSpan?> NextDueAsync(int shard, IReadOnlyCollection<long> busy, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return new(_due.Values.Any(d => !busy.Contains(d.EndpointKey)) ? TimeSpan.Zero : null);
        }
    }

    public ValueTask RecordAsync(DueDelivery delivery, AttemptRecord attempt, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            BeforeRecord(++RecordCalls);
            _records.Add(delivery.MessageKey, attempt);
            return ValueTask.CompletedTask;
        }
    }

    public async IAsyncEnumerable<int> UnfinishedShardsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return 0;
    }

    public ValueTask<WebhookEndpoint> CreateAsync(
        ProjectId project, WebhookEndpointFields fields, ReadOnlyMemory<byte> secret, CancellationToken cancellationToken) =>
        new(new WebhookEndpoint
        {
            EndpointId = Guid.NewGuid(),
            Url = fields.Url!,
            Events = fields.Events!,
            Enabled = true,
            CreatedAt = default,
            UpdatedAt = default,
        });

    public ValueTask<WebhookEndpointPage> ListAsync(
        ProjectId project, int limit, string? cursor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<WebhookEndpoint?> FindAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken) =>
        new((WebhookEndpoint?)null);

    public ValueTask<WebhookEndpoint?> UpdateAsync(
        ProjectId project, Guid endpointId, WebhookEndpointFields fields, CancellationToken cancellationToken) =>
        new((WebhookEndpoint?)null);

    public ValueTask<bool> DeleteAsync(ProjectId project, Guid endpointId, CancellationToken cancellationToken) => new(false);

    public ValueTask<WebhookEndpoint?> RotateSecretAsync(
        ProjectId project, Guid endpointId, ReadOnlyMemory<byte> secret, TimeSpan overlap, CancellationToken cancellationToken) =>
        new((WebhookEndpoint?)null);

    public ValueTask<(Guid MessageId, int Shard)?> AddTestAsync(
        ProjectId project, Guid endpointId, CancellationToken cancellationToken) => new(((Guid, int)?)null);

    public ValueTask<WebhookAttemptPage?> ListAttemptsAsync(
        ProjectId project, Guid endpointId, int limit, string? cursor, CancellationToken cancellationToken) =>
        new((WebhookAttemptPage?)null);

    public ValueTask<IReadOnlyList<int>?> ResendAsync(
        ProjectId project, Guid messageId, CancellationToken cancellationToken) => new((IReadOnlyList<int>?)null);

    public ValueTask<(int Messages, int Shard)?> RecoverAsync(
        ProjectId project, Guid endpointId, DateTimeOffset since, DateTimeOffset until, CancellationToken cancellationToken) =>
        new(((int, int)?)null);
}

/// <summary>Sends no wake-ups.</summary>
internal sealed class NoWakeups : IWakeups
{
    public ValueTask WakeAsync(ReadOnlyMemory<WorkKey> ids, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
