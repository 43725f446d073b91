using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Batch.EndToEnd.Isolation;

/// <summary>The requests of version 4.</summary>
internal sealed class BaseRequestsV4(Tenant tenant) : IBaseRequests
{
    private const string Query = "who works at Globex or lives in Springfield";

    public string Document => "v4/openapi.json";

    public IReadOnlyList<string> Creating { get; } = ["user.create"];

    // Observations and summaries are never created, so their lists are empty for every id and cannot show a leak.
    public bool Reads(ApiOperation operation) =>
        operation.Id is not ("graph.searchObservations" or "graph.searchThreadSummaries" or "graph.listObservations" or "graph.listThreadSummaries"
            or "graph.listDocumentSummaries" or "thread.getSummary") && IsRead(operation);

    private static bool IsRead(ApiOperation operation) =>
        operation.Method == HttpMethod.Get
        || operation.Id.Contains(".list", StringComparison.Ordinal)
        || operation.Id.Contains(".search", StringComparison.Ordinal)
        || operation.Id.Contains("lookup", StringComparison.Ordinal)
        || operation.Id is "graph.getContext" or "graph.getSubgraph";

    public string FindId(ApiOperation operation, string placeholder) => placeholder switch
    {
        "batch_uuid" when operation.Id is "batch.addItems" or "batch.changeItem" => tenant.Ids["draft_id"],
        "batch_uuid" => tenant.Ids["batch_id"],
        "item_uuid" when operation.Id is "batch.changeItem" => tenant.Ids["draft_item_id"],
        "item_uuid" => tenant.Ids["item_id"],
        "episode_uuid" => tenant.Ids["episode"],
        "node_uuid" => tenant.Ids["node"],
        "edge_uuid" => tenant.Ids["edge"],
        "message_uuid" => tenant.Ids["user_episode"],
        "task_uuid" => tenant.Ids["task_id"],
        "import_uuid" => tenant.Ids["import_id"],
        _ => tenant.Ids[placeholder],
    };

    public string? FindQuery(ApiOperation operation) => null;

    public IReadOnlyList<JsonObject?> FindBodies(ApiOperation operation) => operation.Id switch
    {
        _ when operation.Method == HttpMethod.Get || operation.Method == HttpMethod.Delete => [null],
        "batch.create" or "batch.process" or "batch.cancel" or "batch.pause" or "batch.resume" or "batch.validate" or "batch.apply" or "batch.discard" or "user.update"
            or "import.close" or "import.pause" or "import.resume" or "import.cancel" or "import.undo"
            or "graph.create" or "graph.update" or "user.list" or "graph.list" or "context.listTemplates" or "graph.clone" or "graph.warm"
            or "graph.listObservations" or "graph.listThreadSummaries" or "graph.listDocumentSummaries" => [new JsonObject()],
        "batch.addItems" => [Body(new { items = new[] { Episode } }), Body(new { items = new[] { Message } })],
        "batch.changeItem" => [Body(new { graph_uuid = tenant.Ids["graph_uuid"], document_id = "changed", data = "changed" })],
        "batch.retry" or "import.retry" => [Body(new { process = false })],
        "import.create" => [Body(new { name = "new" })],
        "import.update" => [Body(new { expected_items = 7 })],
        "user.create" => [Body(new { user_id = "new-user" })],
        "thread.create" => [Body(new { user_uuid = tenant.Ids["user_uuid"] })],
        "user.lookup" => [Body(new { user_id = tenant.Ids["user_id"] })],
        "thread.lookup" => [Body(new { thread_id = tenant.Ids["thread_id"] })],
        "graph.lookup" => [Body(new { graph_id = tenant.Ids["graph_id"] })],
        "lookup" => [Body(new { users = new[] { tenant.Ids["user_id"] } })],
        "thread.addMessages" => [Body(new { messages = new[] { new { role = "user", content = "Hello." } } })],
        "graph.episode.add" => [Body(new { data = "Hello." })],
        "graph.episode.list" or "graph.node.list" or "graph.edge.list" or "graph.node.listNeighbors" => [new JsonObject()],
        "context.createTemplate" or "context.updateTemplate" => [Body(new { template = $"{tenant.Word} %{{edges}}" })],
        "graph.setOntology" or "project.setOntology" => [Body(new { entity_types = Array.Empty<object>() })],
        "graph.getContext" => [Body(new { query = Query, include_results = true })],
        "graph.getSubgraph" => [Body(new { seed_node_uuids = new[] { tenant.Ids["node"] } })],
        "graph.node.add" => [Body(new { nodes = new[] { new { name = "Acme" } } })],
        "graph.edge.add" =>
        [
            Body(new { edges = new[] { Edge(new { name = "Ann" }) } }),
            Body(new { edges = new[] { Edge(new { uuid = tenant.Ids["node"] }) } }),
        ],
        "graph.node.update" or "graph.edge.update" => [Body(new { name = "CHANGED" })],
        "graph.episode.update" or "thread.message.update" => [Body(new { metadata = new { changed = true } })],
        "project.update" => [Body(new { default_time_zone = "Europe/Oslo" })],
        _ when operation.Id.EndsWith("Instructions", StringComparison.Ordinal) => [Body(new { instructions = Array.Empty<object>() })],
        _ when operation.Id.StartsWith("graph.search", StringComparison.Ordinal) =>
            [Body(new { query = Query }), Body(new { query = "zebra" })],
        _ => throw new NotSupportedException($"add a valid body of {operation.Id} here, so that its ids are tested, too"),
    };

    private JsonObject Episode => Body(new { type = "graph_episode", graph_uuid = tenant.Ids["graph_uuid"], data_type = "text", data = "Hello." });

    private JsonObject Message => Body(new { type = "thread_message", thread_uuid = tenant.Ids["thread_uuid"], role = "user", content = "Hello." });

    private static object Edge(object source) =>
        new { fact = "Ann works at Acme", fact_name = "WORKS_AT", source_node = source, target_node = new { name = "Acme" } };

    private static JsonObject Body(object body) => JsonSerializer.SerializeToNode(body)!.AsObject();
}
