using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about graphs, for .NET services.</summary>
[GrainType("orleans-batch.graph-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class GraphServiceGrain(IGraphClient graphs) : Grain, IGraphServiceGrain
{
    public ValueTask<Graph> CreateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken) =>
        graphs.CreateGraphAsync(project, graphId, fields, cancellationToken);

    public ValueTask<Graph> GetGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken) =>
        graphs.GetGraphAsync(project, graphId, cancellationToken);

    public ValueTask<Graph> UpdateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken) =>
        graphs.UpdateGraphAsync(project, graphId, fields, cancellationToken);

    public ValueTask DeleteGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken) =>
        graphs.DeleteGraphAsync(project, graphId, cancellationToken);

    public ValueTask<GraphPage> ListGraphsAsync(
        ProjectId project, GraphQuery query, CancellationToken cancellationToken) =>
        graphs.ListGraphsAsync(project, query, cancellationToken);
}
