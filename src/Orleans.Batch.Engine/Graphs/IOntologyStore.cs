namespace Orleans.Batch.Graphs;

/// <summary>Declared types.</summary>
public interface IOntologyStore
{
    /// <inheritdoc cref="IOntologyClient.SetOntologyAsync"/>
    /// <exception cref="BatchServiceException">A graph or user of the scope does not exist; then nothing is changed.</exception>
    ValueTask SetOntologyAsync(
        ProjectId project, Ontology ontology, OntologyScope scope, CancellationToken cancellationToken);

    /// <summary>The declared types; null when there is no such graph.</summary>
    ValueTask<Ontology?> FindOntologyAsync(ProjectId project, GraphTarget? target, CancellationToken cancellationToken);
}
