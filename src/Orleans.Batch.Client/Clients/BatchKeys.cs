using System.Collections.Concurrent;

namespace Orleans.Batch.Client;

/// <summary>Caches the internal keys of batches, which never change, so that a call finds its grain without a lookup.</summary>
internal sealed class BatchKeys(IBatchServiceGrain service)
{
    private const int Most = 10_000;

    private readonly ConcurrentDictionary<Guid, long> _known = [];

    public async ValueTask<long> FindAsync(ProjectId project, Guid batchId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(batchId, out var known))
        {
            return known;
        }

        var key = await service.FindKeyAsync(project, batchId, cancellationToken);
        if (_known.Count >= Most)
        {
            _known.Clear();
        }

        _known.TryAdd(batchId, key);
        return key;
    }
}
