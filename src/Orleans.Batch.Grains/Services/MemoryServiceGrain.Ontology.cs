namespace Orleans.Batch.Grains.Services;

internal sealed partial class MemoryServiceGrain
{
    public async ValueTask SetOntologyAsync(
        ProjectId project, Ontology ontology, OntologyScope scope, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).SetOntologyAsync(project, ontology, scope, cancellationToken);

    public async ValueTask<Ontology> GetOntologyAsync(
        ProjectId project, GraphTarget? target, CancellationToken cancellationToken) =>
        await (await OfAsync(project, cancellationToken)).GetOntologyAsync(project, target, cancellationToken);
}
