namespace Orleans.Batch.Graphs;

/// <content>Declared types.</content>
public partial interface IMemoryStore
{
    /// <inheritdoc cref="IMemoryClient.SetOntologyAsync"/>
    /// <exception cref="BatchServiceException">A graph or user of the scope does not exist; then nothing is changed.</exception>
    ValueTask SetOntologyAsync(
        ProjectId project, Ontology ontology, OntologyScope scope, CancellationToken cancellationToken);

    /// <summary>The declared types; null when there is no such graph.</summary>
    ValueTask<Ontology?> FindOntologyAsync(ProjectId project, GraphTarget? target, CancellationToken cancellationToken);
}
