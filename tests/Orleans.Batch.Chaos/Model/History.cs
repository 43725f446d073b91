using System.Collections.Concurrent;

namespace Orleans.Batch.Chaos.Model;

/// <summary>The requests and answers of all clients. They write to it concurrently.</summary>
public sealed class History
{
    private readonly ConcurrentQueue<BatchRecord> _batches = new();
    private readonly ConcurrentQueue<LiveWrite> _lives = new();
    private readonly ConcurrentQueue<Destination> _destinations = new();
    private readonly ConcurrentQueue<(Guid Episode, Write Write)> _episodeDeletes = new();
    private readonly ConcurrentQueue<Violation> _violations = new();
    private readonly ConcurrentDictionary<(string Call, string Answer), int> _answers = [];
    private int _markers;

    public IReadOnlyCollection<BatchRecord> Batches => _batches;

    public IReadOnlyCollection<LiveWrite> LiveWrites => _lives;

    public IReadOnlyCollection<Destination> Destinations => _destinations;

    public IReadOnlyCollection<(Guid Episode, Write Write)> EpisodeDeletes => _episodeDeletes;

    /// <summary>Violations that clients noticed themselves.</summary>
    public IReadOnlyCollection<Violation> Violations => _violations;

    /// <summary>How often each call got each answer.</summary>
    public IReadOnlyDictionary<(string Call, string Answer), int> Answers => _answers;

    /// <summary>How many requests reached a server.</summary>
    public int Count => _answers.Where(a => a.Key.Answer != nameof(Outcome.NotSent)).Sum(a => a.Value);

    /// <summary>A text that only one effect carries.</summary>
    public string NextMarker() => $"mark{Interlocked.Increment(ref _markers):d7}";

    public void Record(BatchRecord batch) => _batches.Enqueue(batch);

    public void Record(LiveWrite write) => _lives.Enqueue(write);

    public void Record(Destination destination) => _destinations.Enqueue(destination);

    public void RecordDelete(Guid episode, Write write) => _episodeDeletes.Enqueue((episode, write));

    public void Violate(ViolationKind kind, string text) => _violations.Enqueue(new Violation(kind, text));

    public void Answered(string call, string answer) => _answers.AddOrUpdate((call, answer), 1, (_, count) => count + 1);
}
