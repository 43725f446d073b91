using Orleans.Batch.Client;
using Orleans.Batch.Grains.Roles;
using Orleans.Concurrency;

namespace Orleans.Batch.Grains.Services;

/// <summary>The engine's calls about declared types, for .NET services.</summary>
[GrainType("orleans-batch.ontology-service")]
[SiloRole(SiloRoles.Batch)]
[StatelessWorker]
[Reentrant]
internal sealed class OntologyServiceGrain(IOntologyClient ontologies) : Grain, IOntologyServiceGrain
{
    public ValueTask SetOntologyAsync(
        ProjectId project, Ontology ontology, OntologyScope scope, CancellationToken cancellationToken) =>
        ontologies.SetOntologyAsync(project, ontology, scope, cancellationToken);

    public ValueTask<Ontology> GetOntologyAsync(
        ProjectId project, GraphTarget? target, CancellationToken cancellationToken) =>
        ontologies.GetOntologyAsync(project, target, cancellationToken);
}
