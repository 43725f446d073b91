namespace Orleans.Batch.Graphs;

/// <content>Declared types.</content>
public partial interface IMemoryStore
{
    /// <inheritdoc cref="IMemoryClient.SetOntologyAsync"/>
    /// <exception cref="BatchServiceException">A graph or user of the scope is not there; then nothing is changed.</exception>
    ValueTask SetOntologyAsync(
        ProjectId project, Ontology ontology, OntologyScope scope, CancellationToken cancellationToken);

    /// <summary>What is declared; null when there is no such graph.</summary>
    ValueTask<Ontology?> FindOntologyAsync(ProjectId project, GraphTarget? target, CancellationToken cancellationToken);
}
