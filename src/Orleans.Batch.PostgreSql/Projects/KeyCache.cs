using System.Collections.Concurrent;

namespace Orleans.Batch.PostgreSql.Projects;

/// <summary>
/// Caches for a moment what each secret opens. The cache key is the secret's hash. A client that tries many wrong
/// secrets evicts only wrong ones.
/// </summary>
public sealed class KeyCache(TimeProvider clock)
{
    /// <summary>How long an answer is valid, and so how long a revoked key may still work.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(5);

    /// <summary>How many answers of each kind are kept at most.</summary>
    internal const int Capacity = 4_096;

    private readonly ConcurrentDictionary<string, Answer> _good = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Answer> _bad = new(StringComparer.Ordinal);
    private long _generation;

    /// <summary>Changes when the cache is cleared: an answer read before then must not be added after.</summary>
    internal long Generation => Interlocked.Read(ref _generation);

    internal int Count => _good.Count + _bad.Count;

    internal bool TryGet(string hash, out ProjectId? project)
    {
        project = null;
        return IsFresh(_good, hash, out project) || IsFresh(_bad, hash, out project);
    }

    internal void Add(string hash, ProjectId? project, long generation)
    {
        var answers = project is null ? _bad : _good;
        if (answers.Count >= Capacity)
        {
            answers.Clear();
        }

        answers[hash] = new Answer(project, clock.GetTimestamp(), generation);
    }

    internal void Forget()
    {
        Interlocked.Increment(ref _generation);
        _good.Clear();
        _bad.Clear();
    }

    private bool IsFresh(
        ConcurrentDictionary<string, Answer> answers, string hash, out ProjectId? project)
    {
        project = null;
        if (!answers.TryGetValue(hash, out var answer)
            || answer.Generation != Generation
            || clock.GetElapsedTime(answer.ReadAt) >= Lifetime)
        {
            return false;
        }

        project = answer.Project;
        return true;
    }

    private readonly record struct Answer(ProjectId? Project, long ReadAt, long Generation);
}
