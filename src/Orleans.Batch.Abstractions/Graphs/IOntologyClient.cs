namespace Orleans.Batch;

/// <summary>
/// Declared types of entities and edges. Calls are confined to <see cref="ProjectId"/>; refusals are <see
/// cref="BatchServiceException"/>. When a call returns, its result is durable.
/// </summary>
public interface IOntologyClient
{
    /// <summary>Declares types for each of the scope's graphs, or for the project; replaces earlier declarations.</summary>
    ValueTask SetOntologyAsync(
        ProjectId project, Ontology ontology, OntologyScope scope, CancellationToken cancellationToken);

    /// <summary>The types declared for one graph, or for the project when there is no target; empty when there are none.</summary>
    ValueTask<Ontology> GetOntologyAsync(ProjectId project, GraphTarget? target, CancellationToken cancellationToken);
}
