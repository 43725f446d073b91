namespace Orleans.Batch.Graphs;

public sealed partial class MemoryService
{
    /// <inheritdoc/>
    public async ValueTask SetOntologyAsync(
        ProjectId project, Ontology ontology, OntologyScope scope, CancellationToken cancellationToken)
    {
        OntologyRules.Check(ontology, scope);
        await ServiceGuard.RunAsync(async () =>
        {
            await store.SetOntologyAsync(project, ontology, scope, cancellationToken);
            return true;
        });
    }

    /// <inheritdoc/>
    public ValueTask<Ontology> GetOntologyAsync(
        ProjectId project, GraphTarget? target, CancellationToken cancellationToken)
    {
        var wanted = target is { } given ? QueryRules.Require(given) : (GraphTarget?)null;
        return ServiceGuard.FindAsync(
            wanted is { } graph ? What(graph) : "project",
            wanted is { } named ? Id(named) : "",
            () => store.FindOntologyAsync(project, wanted, cancellationToken));
    }
}
