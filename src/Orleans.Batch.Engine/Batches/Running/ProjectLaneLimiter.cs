using System.Collections.Concurrent;

namespace Orleans.Batch.Batches;

/// <summary>
/// Bounds how many lanes of one project are awake, all its batches together: those with precedence first. A project's
/// waiting lanes therefore cost no memory and delay no other project in the host's queue of steps.
/// </summary>
/// <param name="budget">Lanes awake per project.</param>
internal sealed class ProjectLaneLimiter(int budget)
{
    private readonly ConcurrentDictionary<long, Running> _running = [];

    /// <summary>How many lanes a batch may have awake now.</summary>
    /// <param name="run">The batch.</param>
    /// <param name="awake">How many it has.</param>
    public int Share(BatchRun run, int awake)
    {
        var taken = _running.Values
            .Where(r => r.Run.ProjectKey == run.ProjectKey && r.Run.BatchKey != run.BatchKey && Precedes(r.Run, run))
            .Sum(r => r.Awake);
        var share = Math.Max(0, budget - taken);
        _running[run.BatchKey] = new Running(run, awake, Short: share < budget);
        return share;
    }

    /// <summary>Records how many lanes a batch has awake.</summary>
    public void RecordWoken(BatchRun run, int awake) =>
        _running.AddOrUpdate(run.BatchKey, _ => new Running(run, awake, Short: false), (_, r) => r with { Awake = awake });

    /// <summary>Removes a batch.</summary>
    /// <returns>The batches that waited for its share.</returns>
    public IReadOnlyList<long> Leave(BatchRun run) => _running.TryRemove(run.BatchKey, out _)
        ? [.. _running.Values.Where(r => r.Short && r.Run.ProjectKey == run.ProjectKey).Select(r => r.Run.BatchKey)]
        : [];

    private static bool Precedes(BatchRun one, BatchRun other) => one.Priority != other.Priority
        ? one.Priority > other.Priority
        : one.ProcessNumber < other.ProcessNumber;

    private sealed record Running(BatchRun Run, int Awake, bool Short);
}
