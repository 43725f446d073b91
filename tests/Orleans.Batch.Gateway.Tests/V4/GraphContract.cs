namespace Orleans.Batch.Gateway.Tests.V4;

/// <summary>The calls of version 4 about the contents of graphs, as in <see cref="Contract"/>.</summary>
internal static class GraphContract
{
    private const string Graph = "/graphs/0f6e0000-0000-7000-8000-0000000000a4";
    private const string Episode = Graph + "/episodes/11111111-1111-7111-8111-111111111111";
    private const string Node = Graph + "/nodes/22222222-2222-8222-8222-222222222222";
    private const string Edge = Graph + "/edges/33333333-3333-8333-8333-333333333333";
    private const string Query = """{"query":"q"}""";

    private const string Filters =
        """
        {"filters":{"node_labels":["Person"],"property_filters":[{"property_name":"plan","operator":"eq","value":"pro"}],
         "metadata_filters":{"type":"and","filters":[{"property_name":"src","operator":"is_not_null"}]},
         "date_filters":{"any_of":[{"all_of":[{"field":"valid_at","operator":"gte","value":"2024-01-01T00:00:00Z"}]}]}}}
        """;

    private static readonly string[] EpisodeKeys =
        ["uuid", "graph_uuid", "content", "source", "metadata", "role", "role_name", "processed", "created_at", "reference_time"];

    private static readonly string[] NodeKeys =
        ["uuid", "graph_uuid", "name", "summary", "labels", "attributes", "episode_uuids", "episode_uuids_truncated", "created_at"];

    private static readonly string[] EdgeKeys =
    [
        "uuid", "graph_uuid", "name", "fact", "source_node_uuid", "target_node_uuid", "source_node_name", "source_node_labels",
        "target_node_labels", "episode_uuids", "valid_at", "created_at", "attributes",
    ];

    private static readonly string[] Ontology = ["entity_types", "edge_types", "inherited"];
    private static readonly string[] Instructions = ["instructions", "inherited"];
    private static readonly string[] Project = ["uuid", "name", "created_at"];
    private static readonly string[] Template = ["uuid", "name", "template", "created_at"];

    public static ContractCall[] Calls { get; } =
    [
        new("POST", Graph + "/episodes", """{"data":"x","type":"text","reference_time":"2026-05-01T10:00:00Z","document_id":"d"}""", 202, ["episode", "task"]),
        new("POST", Graph + "/episodes", """{"data":"x"}""", 202, ["episode", "task"]),
        new("POST", Graph + "/episodes/list", null, 200, ["items"]),
        new("POST", Graph + "/episodes/list", """{"filters":{"document_id":"d","mentioned_node_uuids":[]}}""", 200, ["items"]),
        new("GET", Episode, null, 200, EpisodeKeys),
        new("DELETE", Episode, null, 202, ["task"]),
        new("GET", Graph + "/documents/d%2F1/episodes", null, 200, ["items", "total_size"]),
        new("GET", "/threads/0f6e0000-0000-7000-8000-0000000000a3/episodes", null, 200, ["items", "total_size"]),
        new("POST", Graph + "/nodes/list", Filters, 200, ["items"]),
        new("GET", Node, null, 200, NodeKeys),
        new("DELETE", Node, null, 202, ["task"]),
        new("POST", Node + "/neighbors", """{"direction":"in"}""", 200, ["items"]),
        new("GET", "/users/0f6e0000-0000-7000-8000-0000000000a1/node", null, 200, NodeKeys),
        new("POST", Graph + "/edges/list", null, 200, ["items"]),
        new("GET", Edge, null, 200, EdgeKeys),
        new("DELETE", Edge, null, 202, ["task"]),
        new("POST", Graph + "/search/edges", Query, 200, ["items"]),
        new("POST", Graph + "/search/nodes", Query, 200, ["items"]),
        new("POST", Graph + "/search/episodes", Query, 200, ["items"]),
        new("POST", Graph + "/search/observations", Query, 200, ["items"]),
        new("POST", Graph + "/search/thread-summaries", Query, 200, ["items"]),
        new("POST", Graph + "/context", Query, 200, ["context", "truncated"]),
        new("POST", Graph + "/context", """{"query":"q","include_results":true,"max_characters":9}""", 200, ["context", "truncated", "results"]),
        new("GET", "/project/ontology", null, 200, Ontology),
        new("PUT", "/project/ontology", """{"entity_types":[{"name":"Team"}]}""", 200, Ontology),
        new("GET", Graph + "/ontology", null, 200, Ontology),
        new("PUT", Graph + "/ontology", "{}", 200, Ontology),
        new("POST", Graph + "/nodes", """{"nodes":[{"name":"Acme","label":"Customer","summary":"s","attributes":{"a":1},"metadata":{"k":"v"}}]}""", 202, ["nodes", "task"]),
        new(
            "POST",
            Graph + "/edges",
            """
            {"edges":[{"fact":"Ann works at Acme","fact_name":"WORKS_AT","source_node":{"name":"Ann","labels":["Person"],"summary":"s","attributes":{"a":1}},
             "target_node":{"uuid":"22222222-2222-8222-8222-222222222222"},"valid_at":"2024-01-01T00:00:00Z","attributes":{"a":1},"metadata":{"k":"v"}}]}
            """,
            202,
            ["edges", "task"]),
        new("PATCH", Node, """{"name":"n","summary":"s","labels":["Person"],"attributes":{"a":1}}""", 200, NodeKeys),
        new("PATCH", Edge, """{"fact":"f","attributes":{"a":1}}""", 200, EdgeKeys),
        new("PATCH", Episode, """{"metadata":{"k":null}}""", 200, EpisodeKeys),
        new("POST", Graph + "/subgraph", """{"seed_node_uuids":["22222222-2222-8222-8222-222222222222"],"depth":1,"direction":"out"}""", 200, ["nodes", "edges", "truncated", "truncation_reason"]),
        new("POST", Graph + "/clone", null, 202, ["graph", "task"]),
        new("POST", Graph + "/clone", "{}", 202, ["graph", "task"]),
        new("POST", Graph + "/warm", null, 202, ["task"]),
        new("POST", Graph + "/observations/list", null, 200, ["items"]),
        new("POST", Graph + "/thread-summaries/list", null, 200, ["items"]),
        new("POST", Graph + "/document-summaries/list", "{}", 200, ["items"]),
        new("GET", Graph + "/instructions", null, 200, Instructions),
        new("PUT", Graph + "/instructions", """{"instructions":[{"name":"n","text":"t"}]}""", 200, Instructions),
        new("GET", "/project/instructions", null, 200, Instructions),
        new("PUT", "/project/instructions", """{"instructions":[]}""", 200, Instructions),
        new("GET", "/project/user-summary-instructions", null, 200, Instructions),
        new("PUT", "/project/user-summary-instructions", """{"instructions":[]}""", 200, Instructions),
        new("GET", "/users/0f6e0000-0000-7000-8000-0000000000a1/summary-instructions", null, 200, Instructions),
        new("PUT", "/users/0f6e0000-0000-7000-8000-0000000000a1/summary-instructions", """{"instructions":[]}""", 200, Instructions),
        new("GET", "/project", null, 200, Project),
        new("PATCH", "/project", """{"default_time_zone":"Europe/Oslo"}""", 200, [.. Project, "default_time_zone"]),
        new("PATCH", "/project", """{"description":"Support"}""", 200, [.. Project, "description"]),
        new("POST", "/context-templates", """{"name":"n","template":"%{edges}"}""", 201, Template),
        new("POST", "/context-templates/list", null, 200, ["items", "total_size"]),
    ];
}
