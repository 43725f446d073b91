namespace Orleans.Batch.Work;

/// <summary>The source of recovery: all unfinished work of some kind, read at start and periodically.</summary>
public interface IUnfinishedWork
{
    /// <summary>The unfinished work of one shard.</summary>
    /// <param name="shard">Which shard, from 0.</param>
    /// <param name="shards">How many shards the work is divided into.</param>
    /// <param name="cancellationToken">Ends the scan.</param>
    IAsyncEnumerable<WorkKey> ScanAsync(int shard, int shards, CancellationToken cancellationToken);
}
