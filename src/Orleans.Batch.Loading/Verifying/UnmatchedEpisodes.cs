namespace Orleans.Batch.Loading.Verifying;

/// <summary>
/// Episodes that match no line of the file but could be a changed one: kept until all pages are read, then assigned to
/// the lines that were not found, each once.
/// </summary>
internal sealed class UnmatchedEpisodes
{
    // A graph may hold far more of them than the file has lines.
    private const int Most = 100_000;

    private readonly List<(ItemFingerprint Fingerprint, string Uuid)> _all = [];
    private readonly Dictionary<UInt128, Queue<int>> _byContent = [];
    private readonly Dictionary<long, Queue<int>> _byMoment = [];
    private readonly HashSet<int> _taken = [];

    /// <summary>Adds an episode.</summary>
    public void Add(ItemFingerprint fingerprint, string uuid)
    {
        if (_all.Count == Most)
        {
            return;
        }

        Enqueue(_byContent, fingerprint.Content);
        Enqueue(_byMoment, fingerprint.CreatedAt);
        _all.Add((fingerprint, uuid));
    }

    /// <summary>One with the same text, else one of the same moment; null when there is none.</summary>
    public (ItemFingerprint Fingerprint, string Uuid)? Take(ItemFingerprint line) =>
        Dequeue(_byContent, line.Content) ?? Dequeue(_byMoment, line.CreatedAt);

    private void Enqueue<TKey>(Dictionary<TKey, Queue<int>> index, TKey key)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var queue))
        {
            index[key] = queue = new();
        }

        queue.Enqueue(_all.Count);
    }

    private (ItemFingerprint Fingerprint, string Uuid)? Dequeue<TKey>(Dictionary<TKey, Queue<int>> index, TKey key)
        where TKey : notnull
    {
        while (index.TryGetValue(key, out var queue) && queue.TryDequeue(out var at))
        {
            if (_taken.Add(at))
            {
                return _all[at];
            }
        }

        return null;
    }
}
