using System.Collections.Concurrent;
using Orleans.Batch.Work;

namespace Orleans.Batch.Grains.Steps;

/// <summary>The work whose steps run in this process now. Two grains may be woken for the same work; one of them runs its steps.</summary>
internal sealed class RunningWork
{
    private readonly ConcurrentDictionary<WorkKey, RunningSteps> _running = [];

    /// <summary>Requests another step of a key whose steps run in this process.</summary>
    /// <returns>Whether its steps run in this process.</returns>
    public bool TryWake(WorkKey key) => _running.TryGetValue(key, out var steps) && steps.TryWake();

    /// <summary>Registers that steps of a key run here.</summary>
    /// <returns>Null if they already do; another step follows them.</returns>
    public RunningSteps? TryBegin(WorkKey key)
    {
        var own = new RunningSteps();
        while (true)
        {
            var steps = _running.GetOrAdd(key, own);
            if (steps == own)
            {
                return own;
            }

            if (steps.TryWake())
            {
                return null;
            }

            Forget(key, steps);
        }
    }

    /// <summary>Removes the registration of steps that have ended.</summary>
    public void Forget(WorkKey key, RunningSteps steps) => _running.TryRemove(KeyValuePair.Create(key, steps));
}
