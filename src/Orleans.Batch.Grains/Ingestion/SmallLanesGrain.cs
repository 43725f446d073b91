using Orleans.Batch.Client;
using Orleans.Batch.Grains.Addressing;
using Orleans.Batch.Grains.Roles;
using Orleans.Batch.Grains.Steps;
using Orleans.Batch.Work;
using Orleans.Dashboard;
using Orleans.Placement;

namespace Orleans.Batch.Grains.Ingestion;

/// <summary>
/// Graphs with small lanes, many in one grain: 50,000 graphs of one item each cost 256 activations. Each graph has one step here,
/// concurrent with those of the others, which is enough for a small lane. The graph's own grain does the rest.
/// </summary>
[GrainType("orleans-batch.small-lanes")]
[SiloRole(SiloRoles.Batch)]
[HashBasedPlacement]
[NoProfiling]
internal sealed class SmallLanesGrain(StepRunner runner, RunningWork running) : Grain, ISmallLanesGrain
{
    private readonly List<long> _unfinished = [];

    public async Task WakeAsync(long[] graphs) =>
        _unfinished.AddRange(await StepRunner.OffGrainAsync(() => StepEachAsync(graphs)));

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_unfinished.Count > 0 && runner.HasSuccessor(WorkKind.Graph, reason))
        {
            // If the call is lost, the sweep finds the work.
            _ = GrainFactory.GetGrain<ISmallLanesGrain>(this.GetPrimaryKeyLong()).WakeAsync([.. _unfinished]);
        }

        return Task.CompletedTask;
    }

    /// <returns>The graphs that this silo leaves to another because it stops.</returns>
    private async Task<IEnumerable<long>> StepEachAsync(long[] graphs)
    {
        var steps = await Task.WhenAll(graphs.Select(StepAsync));
        return graphs.Where((_, i) => !steps[i]);
    }

    /// <returns>Whether the graph is done or has been left to another grain.</returns>
    private async Task<bool> StepAsync(long graph)
    {
        var key = new WorkKey(WorkKind.Graph, graph);
        if (!runner.IsOpen || running.TryBegin(key) is not { } steps)
        {
            return runner.IsOpen;
        }

        var outcome = await runner.RunAsync(key, failures: 0);
        var woken = steps.End();
        running.Forget(key, steps);
        if (!woken && outcome.Result == StepResult.Idle)
        {
            return true;
        }

        if (!runner.IsOpen)
        {
            return false;
        }

        _ = GrainFactory.GetGrain<IGraphIngestGrain>(graph).WakeAsync();
        return true;
    }
}
