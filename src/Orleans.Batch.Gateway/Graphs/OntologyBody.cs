namespace Orleans.Batch.Gateway;

/// <summary>Reads a declaration of types; an absent list is empty.</summary>
internal static class OntologyBody
{
    private const int MaxTypesBytes = 256 * 1024;
    public static (Ontology Ontology, OntologyScope Scope) Parse(ReadOnlySpan<byte> body) =>
        body.IndexOfAnyExcept(" \t\r\n"u8) < 0 ? (Ontology.Empty, new OntologyScope([], [])) : JsonBody.Parse(body, ParseRoot);

    private static (Ontology, OntologyScope) ParseRoot(ref JsonCursor cursor)
    {
        var ontology = Ontology.Empty;
        var scope = new OntologyScope([], []);
        if (!cursor.EnterObject(null, "the body"))
        {
            return (ontology, scope);
        }

        var keys = cursor.NewGuard();
        while (cursor.NextField(ref keys, out var name))
        {
            if (name.SequenceEqual("entity_types"u8))
            {
                ontology = ontology with { EntityTypes = cursor.ArrayText("entity_types", MaxTypesBytes) ?? ontology.EntityTypes };
            }
            else if (name.SequenceEqual("edge_types"u8))
            {
                ontology = ontology with { EdgeTypes = cursor.ArrayText("edge_types", MaxTypesBytes) ?? ontology.EdgeTypes };
            }
            else if (name.SequenceEqual("graph_ids"u8))
            {
                scope = scope with { GraphIds = UuidListBody.Names(ref cursor, "graph_ids", Limits.DeclarationTargets) };
            }
            else if (name.SequenceEqual("user_ids"u8))
            {
                scope = scope with { UserIds = UuidListBody.Names(ref cursor, "user_ids", Limits.DeclarationTargets) };
            }
            else
            {
                cursor.SkipUnknown(name);
            }
        }

        return (ontology, scope);
    }
}
