namespace Orleans.Batch.Gateway.Tests;

internal sealed partial class FakeMemory
{
    public Ontology Ontology { get; private set; } = Ontology.Empty;

    public ValueTask SetOntologyAsync(
        ProjectId project, Ontology ontology, OntologyScope scope, CancellationToken cancellationToken)
    {
        Ontology = ontology;
        Queries.Add(scope);
        return default;
    }

    public ValueTask<Ontology> GetOntologyAsync(ProjectId project, GraphTarget? target, CancellationToken cancellationToken)
    {
        Queries.Add(target ?? default);
        return new(Ontology);
    }
}
