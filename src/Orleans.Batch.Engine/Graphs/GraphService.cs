using Orleans.Batch.Work;

namespace Orleans.Batch.Graphs;

/// <summary>Standalone graphs: validates input and calls the store.</summary>
internal sealed class GraphService(IGraphStore store, IDestinationDeletion deletion, IWakeups wakeups) : IGraphClient
{
    /// <inheritdoc/>
    public ValueTask<Graph> CreateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken)
    {
        FieldRules.Check(graphId, fields);
        return ServiceGuard.RunAsync(() => store.CreateGraphAsync(project, graphId, fields, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<Graph> GetGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(graphId, "graph_id");
        return ServiceGuard.FindAsync("graph", graphId, () => store.FindGraphAsync(project, graphId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<Graph> UpdateGraphAsync(
        ProjectId project, string graphId, GraphFields fields, CancellationToken cancellationToken)
    {
        FieldRules.Check(graphId, fields);
        return ServiceGuard.FindAsync(
            "graph", graphId, () => store.UpdateGraphAsync(project, graphId, fields, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask DeleteGraphAsync(ProjectId project, string graphId, CancellationToken cancellationToken)
    {
        TextRules.RequireId(graphId, "graph_id");
        return GraphGuard.DeleteAsync("graph", graphId, wakeups, () => deletion.DeleteGraphAsync(project, graphId, cancellationToken));
    }

    /// <inheritdoc/>
    public ValueTask<GraphPage> ListGraphsAsync(ProjectId project, GraphQuery query, CancellationToken cancellationToken)
    {
        var bounded = QueryRules.Bound(query);
        return ServiceGuard.RunAsync(() => store.ListGraphsAsync(project, bounded, cancellationToken));
    }
}
