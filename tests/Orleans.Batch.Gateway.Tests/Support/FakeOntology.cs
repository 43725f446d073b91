namespace Orleans.Batch.Gateway.Tests;

/// <summary>The declaration of <see cref="FakeMemory"/>.</summary>
internal sealed class FakeOntology(FakeMemory memory) : IOntologyClient
{
    public ValueTask SetOntologyAsync(
        ProjectId project, Ontology ontology, OntologyScope scope, CancellationToken cancellationToken)
    {
        memory.Ontology = ontology;
        memory.Queries.Add(scope);
        return default;
    }

    public ValueTask<Ontology> GetOntologyAsync(ProjectId project, GraphTarget? target, CancellationToken cancellationToken)
    {
        memory.Queries.Add(target ?? default);
        return new(memory.Ontology);
    }
}
