namespace Orleans.Batch;

/// <summary>
/// A caller's declaration of the types of entities and edges, returned as written. Items that are ingested later get labels
/// and names of facts as declared; what is in a graph already stays as it is.
/// </summary>
/// <param name="EntityTypes">A JSON array of entity types; at most 10, or as many as the service is set up for.</param>
/// <param name="EdgeTypes">A JSON array of edge types; likewise.</param>
[GenerateSerializer]
[Alias("orleans-batch.ontology.v1")]
[Immutable]
public sealed record Ontology([property: Id(0)] JsonText EntityTypes, [property: Id(1)] JsonText EdgeTypes)
{
    /// <summary>No declaration.</summary>
    public static Ontology Empty { get; } = new(new JsonText("[]"), new JsonText("[]"));
}

/// <summary>The scope of an ontology or of instructions: some graphs and users, or the project when none is named.</summary>
/// <param name="GraphIds">Standalone graphs.</param>
/// <param name="UserIds">Users, for their graphs.</param>
[GenerateSerializer]
[Alias("orleans-batch.ontology-scope.v1")]
[Immutable]
public sealed record OntologyScope(
    [property: Id(0)] IReadOnlyList<string> GraphIds,
    [property: Id(1)] IReadOnlyList<string> UserIds)
{
    /// <summary>The whole project.</summary>
    public static OntologyScope Project { get; } = new([], []);

    /// <summary>One graph, or the graph of one user.</summary>
    public static OntologyScope Of(GraphTarget target) =>
        target.GraphId is { } graphId ? new([graphId], []) : new([], [target.UserId!]);
}
