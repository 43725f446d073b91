using Orleans.Batch.Gateway.Graphs;

namespace Orleans.Batch.Gateway.V4.Ontology;

/// <summary>A declaration of types, which replaces the one before; an absent list is empty.</summary>
internal static class OntologyBody
{
    public static BodyTable<Draft> Table { get; } = new BodyTable<Draft>("OntologyInput", "Types to declare; they replace those declared before.")
        .DeclaredTypes("entity_types", static (ref o, v) => o.Ontology = o.Ontology with { EntityTypes = v ?? o.Ontology.EntityTypes })
        .DeclaredTypes("edge_types", static (ref o, v) => o.Ontology = o.Ontology with { EdgeTypes = v ?? o.Ontology.EdgeTypes });

    public static Batch.Ontology Parse(ReadOnlySpan<byte> body) => Table.ParseOptional(body, new Draft()).Ontology;

    internal struct Draft()
    {
        public Batch.Ontology Ontology = Batch.Ontology.Empty;
    }
}
