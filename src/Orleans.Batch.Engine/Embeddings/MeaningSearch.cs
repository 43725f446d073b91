using Microsoft.Extensions.Options;

namespace Orleans.Batch.Embeddings;

/// <summary>Finds the episodes of a graph that are nearest to a query in meaning, by comparing it with all of them.</summary>
public sealed class MeaningSearch
{
    private const int Nearest = 100;
    private const int BlocksPerRead = 64;

    // With more than these episodes without vectors, the others would be preferred for having one.
    private const int MissingEpisodes = 200;

    private static readonly IReadOnlyDictionary<Guid, double> None = new Dictionary<Guid, double>();

    private readonly IEmbedder _embedder;
    private readonly IEmbeddingStore _store;
    private readonly EmbedderHealth _health;
    private readonly EmbeddingOptions _options;
    private readonly BlockCache _cache;

    /// <summary>Creates the search.</summary>
    public MeaningSearch(
        IEmbedder embedder, IEmbeddingStore store, EmbedderHealth health, IOptions<EmbeddingOptions> options)
    {
        (_embedder, _store, _health, _options) = (embedder, store, health, options.Value);
        _cache = new BlockCache(_options.CacheBytes);
    }

    /// <summary>
    /// How near the nearest episodes are, from 1 down to 0. Empty where the graph has no vectors yet or too many episodes, where
    /// the model fails, and where it all takes too long.
    /// </summary>
    /// <param name="graphKey">The graph, which the caller may read.</param>
    /// <param name="last">The number of its last episode.</param>
    /// <param name="query">The query.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async ValueTask<IReadOnlyDictionary<Guid, double>> FindAsync(
        long graphKey, long last, string query, CancellationToken cancellationToken)
    {
        if (last > _options.MaxGraphEpisodes || !_health.IsAvailable)
        {
            return None;
        }

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.QueryTimeout);
        try
        {
            var stored = await _store.FindBlocksAsync(graphKey, _embedder.Name, timeout.Token);
            return stored is null || stored.Through < last - Math.Max(MissingEpisodes, last / 10)
                ? None
                : await FindAsync(graphKey, stored.Blocks, await EmbedAsync(query, timeout.Token), timeout.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            _health.Failed($"It took longer than {_options.QueryTimeout.TotalSeconds:0.###} s.");
            return None;
        }
        catch (EmbeddingException e)
        {
            _health.Failed(e.Message);
            return None;
        }
    }

    private async ValueTask<sbyte[]> EmbedAsync(string query, CancellationToken cancellationToken)
    {
        var vectors = await _embedder.EmbedAsync([query], EmbeddingPurpose.Query, cancellationToken).AsTask().WaitAsync(cancellationToken);
        _health.Succeeded();
        return Int8Vectors.FromFloats(vectors[0]);
    }

    private async ValueTask<IReadOnlyDictionary<Guid, double>> FindAsync(
        long graphKey, IReadOnlyList<BlockVersion> blocks, sbyte[] query, CancellationToken cancellationToken)
    {
        var nearest = new NearestEpisodes(query, Nearest);
        var missing = new List<long>();
        foreach (var version in blocks)
        {
            if (_cache.Find(graphKey, version) is { } block)
            {
                nearest.Compare(block);
            }
            else
            {
                missing.Add(version.FirstNumber);
            }
        }

        foreach (var some in missing.Chunk(BlocksPerRead))
        {
            foreach (var block in await _store.ReadBlocksAsync(graphKey, _embedder.Name, some, cancellationToken))
            {
                _cache.Add(graphKey, block);
                nearest.Compare(block);
            }
        }

        return nearest.ToScores();
    }
}
