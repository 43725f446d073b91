namespace Orleans.Batch.Gateway.Graphs;

/// <summary>A declaration of types; an absent list is empty.</summary>
internal static class OntologyBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("OntologyRequest", "Types to declare; they replace those declared before.")
        .DeclaredTypes("entity_types", static (ref o, v) => o.Ontology = o.Ontology with { EntityTypes = v ?? o.Ontology.EntityTypes })
        .DeclaredTypes("edge_types", static (ref o, v) => o.Ontology = o.Ontology with { EdgeTypes = v ?? o.Ontology.EdgeTypes })
        .Names("graph_ids", Limits.DeclarationTargets, "For these graphs.", static (ref o, v) => o.Scope = o.Scope with { GraphIds = v })
        .Names(
            "user_ids",
            Limits.DeclarationTargets,
            "For these users' graphs. With neither: for the project.",
            static (ref o, v) => o.Scope = o.Scope with { UserIds = v });

    public static (Ontology Ontology, OntologyScope Scope) Parse(ReadOnlySpan<byte> body)
    {
        var draft = Table.ParseOptional(body, new Draft());
        return (draft.Ontology, draft.Scope);
    }

    internal struct Draft()
    {
        public Ontology Ontology = Ontology.Empty;
        public OntologyScope Scope = OntologyScope.Project;
    }
}
