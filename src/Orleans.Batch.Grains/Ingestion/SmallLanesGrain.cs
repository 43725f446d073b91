using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Work;
using Orleans.Dashboard;
using Orleans.Placement;

namespace Orleans.Batch.Grains.Ingestion;

/// <summary>
/// Graphs with small lanes, many in one grain: 50,000 graphs of one item each cost 256 activations. Each graph has one step here,
/// beside those of the others, which is enough for a small lane. What is left after it is its own grain's.
/// </summary>
[GrainType("orleans-batch.small-lanes")]
[SiloRole(SiloRoles.Batch)]
[HashBasedPlacement]
[NoProfiling]
internal sealed class SmallLanesGrain(StepRunner runner, RunningWork running) : Grain, ISmallLanesGrain
{
    private readonly List<long> _unfinished = [];

    public Task WakeAsync(long[] graphs) => Task.WhenAll(graphs.Select(StepAsync));

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_unfinished.Count > 0 && runner.HasSuccessor(WorkKind.Graph, reason))
        {
            // Where it is lost, the sweep finds the work.
            _ = GrainFactory.GetGrain<ISmallLanesGrain>(this.GetPrimaryKeyLong()).WakeAsync([.. _unfinished]);
        }

        return Task.CompletedTask;
    }

    private async Task StepAsync(long graph)
    {
        var key = new WorkKey(WorkKind.Graph, graph);
        if (!runner.IsOpen)
        {
            _unfinished.Add(graph);
        }
        else if (running.TryBegin(key) is { } steps)
        {
            var outcome = await runner.RunAsync(key, failures: 0);
            var woken = steps.End();
            running.Forget(key, steps);
            if (!runner.IsOpen)
            {
                _unfinished.Add(graph);
            }
            else if (woken || outcome.Result != StepResult.Idle)
            {
                _ = GrainFactory.GetGrain<IGraphIngestGrain>(graph).WakeAsync();
            }
        }
    }
}
