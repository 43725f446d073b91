namespace Orleans.Batch;

/// <summary>
/// What a caller declares of the types of entities and edges. It is kept and given back as it was written; deterministic
/// extraction, which takes labels and names from the data, does nothing with it.
/// </summary>
/// <param name="EntityTypes">A JSON array of entity types; at most 10.</param>
/// <param name="EdgeTypes">A JSON array of edge types; at most 10.</param>
public sealed record Ontology(JsonText EntityTypes, JsonText EdgeTypes)
{
    /// <summary>Nothing is declared.</summary>
    public static Ontology Empty { get; } = new(new JsonText("[]"), new JsonText("[]"));
}

/// <summary>What an ontology is declared for: some graphs and users, or the project when none is named.</summary>
/// <param name="GraphIds">Standalone graphs.</param>
/// <param name="UserIds">Users, for their graphs.</param>
public sealed record OntologyScope(IReadOnlyList<string> GraphIds, IReadOnlyList<string> UserIds);
