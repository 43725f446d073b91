using System.Collections.Concurrent;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Tests;

/// <summary>The steps that ran, with their silos, and a gate that can hold those of one kind.</summary>
public sealed class StepLedger
{
    private readonly ConcurrentDictionary<WorkKey, string> _running = [];
    private readonly ConcurrentQueue<(WorkKey Key, string Silo)> _steps = [];
    private readonly ConcurrentQueue<string> _overlaps = [];
    private volatile TaskCompletionSource? _gate;
    private WorkKind _held;

    /// <summary>All started steps, in order.</summary>
    public IReadOnlyCollection<(WorkKey Key, string Silo)> Steps => _steps;

    /// <summary>Steps of one key that ran at the same time, in one silo or in several.</summary>
    public IReadOnlyCollection<string> Overlaps => _overlaps;

    /// <summary>The work with a step in flight, and the silo it runs in.</summary>
    public IReadOnlyDictionary<WorkKey, string> Running => _running;

    public IReadOnlyList<string> SilosOf(WorkKind kind) =>
        [.. _steps.Where(s => s.Key.Kind == kind).Select(s => s.Silo).Distinct().Order()];

    /// <summary>Holds the steps of a kind that start from now on.</summary>
    public void Hold(WorkKind kind)
    {
        _held = kind;
        _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    public void LetGo()
    {
        var gate = _gate;
        _gate = null;
        gate?.TrySetResult();
    }

    public IWorkStep Watch(IWorkStep step, string silo) => new WatchedStep(this, step, silo);

    private sealed class WatchedStep(StepLedger ledger, IWorkStep step, string silo) : IWorkStep
    {
        public WorkKind Kind => step.Kind;

        public async ValueTask<StepResult> StepAsync(long key, CancellationToken cancellationToken)
        {
            var work = new WorkKey(Kind, key);
            ledger._steps.Enqueue((work, silo));
            if (!ledger._running.TryAdd(work, silo))
            {
                ledger._overlaps.Enqueue($"{work} in {silo} while in {ledger._running.GetValueOrDefault(work)}");
            }

            try
            {
                if (ledger._gate is { } gate && ledger._held == Kind)
                {
                    await gate.Task.WaitAsync(cancellationToken);
                }

                return await step.StepAsync(key, cancellationToken);
            }
            finally
            {
                ledger._running.TryRemove(work, out _);
            }
        }
    }
}
