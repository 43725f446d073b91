namespace Orleans.Batch;

/// <content>Declared types.</content>
public partial interface IMemoryClient
{
    /// <summary>Declares types for each of the scope's graphs, or for the project, instead of what was declared there.</summary>
    ValueTask SetOntologyAsync(
        ProjectId project, Ontology ontology, OntologyScope scope, CancellationToken cancellationToken);

    /// <summary>What is declared for one graph, or for the project when there is no target; empty when nothing is.</summary>
    ValueTask<Ontology> GetOntologyAsync(ProjectId project, GraphTarget? target, CancellationToken cancellationToken);
}
