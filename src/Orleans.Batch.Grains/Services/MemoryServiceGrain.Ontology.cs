namespace Orleans.Batch.Grains.Services;

internal sealed partial class MemoryServiceGrain
{
    public ValueTask SetOntologyAsync(
        ProjectId project, Ontology ontology, OntologyScope scope, CancellationToken cancellationToken) =>
        memory.SetOntologyAsync(project, ontology, scope, cancellationToken);

    public ValueTask<Ontology> GetOntologyAsync(
        ProjectId project, GraphTarget? target, CancellationToken cancellationToken) =>
        memory.GetOntologyAsync(project, target, cancellationToken);
}
