namespace Orleans.Batch.Embeddings;

/// <summary>Collects the episodes nearest to a query, of any number of blocks.</summary>
internal sealed class NearestEpisodes(sbyte[] query, int count)
{
    private readonly float _queryLength = Int8Vectors.Length(query);
    private readonly PriorityQueue<Guid, float> _nearest = new(count + 1);
    private double _sum;
    private long _all;

    /// <summary>Compares the query with the vectors of a block; vectors of other dimensions are left out.</summary>
    public void Compare(EmbeddingBlock block)
    {
        for (var i = 0; block.Dimensions == query.Length && i < block.Episodes.Count; i++)
        {
            var cosine = block.Cosine(i, query, _queryLength);
            _sum += cosine;
            _all++;
            if (_nearest.Count < count)
            {
                _nearest.Enqueue(block.Episodes[i], cosine);
            }
            else
            {
                _nearest.EnqueueDequeue(block.Episodes[i], cosine);
            }
        }
    }

    /// <summary>
    /// How near each of the nearest episodes is: 1 for the nearest, and 0 for the mean of all, below which none is near. The
    /// cosines of one model lie close together, so they say little by themselves.
    /// </summary>
    public Dictionary<Guid, double> ToScores()
    {
        var best = _nearest.UnorderedItems.Select(n => n.Priority).DefaultIfEmpty().Max();
        var mean = _sum / Math.Max(1, _all);
        return _nearest.UnorderedItems
            .Select(n => (Episode: n.Element, Score: best > mean ? (n.Priority - mean) / (best - mean) : 1))
            .Where(n => n.Score > 0)
            .ToDictionary(n => n.Episode, n => n.Score);
    }
}
