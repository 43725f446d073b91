using System.Runtime.CompilerServices;
using Orleans.Batch.Webhooks;
using Orleans.Batch.Work;

namespace Orleans.Batch.Engine.Tests.Webhooks.Support;

/// <summary>The deliveries of one shard in memory.</summary>
internal sealed class MemoryDeliveryStore : IDeliveryStore, IAttemptStore
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
}

/// <summary>Sends no wake-ups.</summary>
internal sealed class NoWakeups : IWakeups
{
    public ValueTask WakeAsync(ReadOnlyMemory<WorkKey> ids, CancellationToken cancellationToken) => ValueTask.CompletedTask;
}
