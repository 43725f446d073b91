using Microsoft.Extensions.Options;

namespace Orleans.Batch.Graphs;

/// <summary>Declared types: validates input and calls the store.</summary>
internal sealed class OntologyService(IOntologyStore store, IOptions<OntologyOptions> options) : IOntologyClient
{
    /// <inheritdoc/>
    public async ValueTask SetOntologyAsync(
        ProjectId project, Ontology ontology, OntologyScope scope, CancellationToken cancellationToken)
    {
        OntologyRules.Check(ontology, scope, options.Value.MaxTypes);
        await ServiceGuard.RunAsync(async () =>
        {
            await store.SetOntologyAsync(project, ontology, scope, cancellationToken);
            return true;
        });
    }

    /// <inheritdoc/>
    public ValueTask<Ontology> GetOntologyAsync(
        ProjectId project, GraphTarget? target, CancellationToken cancellationToken) =>
        target is { } graph
            ? GraphGuard.FindAsync(
                QueryRules.Require(graph), () => store.FindOntologyAsync(project, graph, cancellationToken))
            : ServiceGuard.FindAsync("project", "", () => store.FindOntologyAsync(project, null, cancellationToken));
}
