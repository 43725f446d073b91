using System.Collections.Concurrent;

namespace Orleans.Batch.TestKit.PostgreSql;

/// <summary>Decides which commits fail, and counts.</summary>
internal sealed class CommitFaultPlan
{
    private readonly Lock _lock = new();
    private readonly List<Planned> _planned = [];
    private readonly ConcurrentDictionary<CommitFault, int> _done = [];
    private RandomFaults? _random;
    private int _commits;

    public int Commits => Volatile.Read(ref _commits);

    public int Pending
    {
        get
        {
            lock (_lock)
            {
                return _planned.Count;
            }
        }
    }

    public int Count(CommitFault fault) => _done.GetValueOrDefault(fault);

    public void Add(Planned planned)
    {
        lock (_lock)
        {
            _planned.Add(planned);
        }
    }

    public void Set(RandomFaults? random)
    {
        lock (_lock)
        {
            _random = random;
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _planned.Clear();
            _random = null;
        }
    }

    public Planned? Decide(ObservedCommit commit)
    {
        Interlocked.Increment(ref _commits);
        lock (_lock)
        {
            var planned = _planned.Find(p => p.Where(commit) && p.Skip-- == 0);
            if (planned is not null)
            {
                _planned.Remove(planned);
            }
            else if (_random is { } random && random.Where(commit) && random.Chance.NextDouble() < random.Share)
            {
                planned = new Planned(random.Chance.Next(2) == 0 ? CommitFault.AnswerLost : CommitFault.CommitLost, random.Where, 0, ThenCutOff: false);
            }

            if (planned is not null)
            {
                _done.AddOrUpdate(planned.Fault, 1, static (_, count) => count + 1);
            }

            return planned;
        }
    }

    internal sealed record Planned(CommitFault Fault, Func<ObservedCommit, bool> Where, int Skip, bool ThenCutOff)
    {
        public int Skip { get; set; } = Skip;
    }

    internal sealed record RandomFaults(Random Chance, double Share, Func<ObservedCommit, bool> Where);
}
