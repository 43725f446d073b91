namespace Orleans.Batch.Gateway.Graphs;

/// <summary>A declaration of types; an absent list is empty.</summary>
internal static class OntologyBody
{
    private const int MaxTypesBytes = 256 * 1024;

    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("OntologyRequest", "Types to declare; they replace those declared before.")
        .Types("entity_types", static (ref o, v) => o.Ontology = o.Ontology with { EntityTypes = v ?? o.Ontology.EntityTypes })
        .Types("edge_types", static (ref o, v) => o.Ontology = o.Ontology with { EdgeTypes = v ?? o.Ontology.EdgeTypes })
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

    private static BodyTable<Draft> Types(this BodyTable<Draft> table, string name, FieldSetter<Draft, JsonText?> set) => table.Value(
        name,
        "Kept as they are written.",
        ValueSchema.List(ValueSchema.Of(DeclaredTypeSchema.Type), Limits.DeclaredTypes),
        static (ref cursor, label) => cursor.ArrayText(label, MaxTypesBytes),
        set);

    internal struct Draft()
    {
        public Ontology Ontology = Ontology.Empty;
        public OntologyScope Scope = new([], []);
    }
}
