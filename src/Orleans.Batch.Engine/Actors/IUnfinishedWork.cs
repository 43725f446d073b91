namespace Orleans.Batch.Actors;

/// <summary>What recovery reads, at start and from time to time: every actor with unfinished work.</summary>
public interface IUnfinishedWork
{
    /// <summary>The unfinished actors of one shard.</summary>
    /// <param name="shard">Which shard, from 0.</param>
    /// <param name="shards">How many shards the work is divided into.</param>
    /// <param name="cancellationToken">Ends the scan.</param>
    IAsyncEnumerable<ActorId> ScanAsync(int shard, int shards, CancellationToken cancellationToken);
}
