using System.Text.Json;

namespace Orleans.Batch.Loading;

/// <summary>A node or relationship in one of the shapes that Neo4j and FalkorDB give it.</summary>
internal static class GraphitiRecord
{
    private static readonly (string Label, string Name)[] Nodes =
        [("Episodic", "Episodic"), ("Entity", "entities"), ("Community", "communities"), ("Saga", "sagas")];

    private static readonly (string Type, string Name)[] Relationships =
        [("RELATES_TO", "facts"), ("MENTIONS", "mentions"), ("HAS_MEMBER", "memberships"), ("HAS_EPISODE", "memberships"), ("NEXT_EPISODE", "memberships")];

    /// <summary>Episodic for an episode, otherwise what it is, in the plural; null when it is nothing of Graphiti.</summary>
    public static string? Label(JsonElement record)
    {
        var labels = record.Elements("labels").Concat(record.Elements("node_labels")).Select(l => l.Text()).ToHashSet();
        if (Nodes.FirstOrDefault(n => labels.Contains(n.Label)) is { Name: { } node })
        {
            return node;
        }

        var type = record.Text("label") ?? record.Text("relationship") ?? record.Text("type");
        if (Relationships.FirstOrDefault(r => r.Type == type) is { Name: { } relationship })
        {
            return relationship;
        }

        // A plain list of episodes, as Graphiti's own API returns it.
        return record.Text("content") is not null && record.Text("group_id") is not null && record.Text("uuid") is not null ? "Episodic"
            : record.Text("fact") is not null && record.Text("uuid") is not null ? "facts"
            : labels.Count > 0 ? "other nodes"
            : null;
    }

    /// <summary>The properties of a node.</summary>
    public static JsonElement Properties(JsonElement record) => record.Field("properties") is { ValueKind: JsonValueKind.Object } properties ? properties : record;
}
