using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orleans.Batch.EndToEnd.Isolation;

/// <summary>Valid requests of a tenant for each operation, into which other ids are then put.</summary>
internal interface IBaseRequests
{
    /// <summary>The document of the version.</summary>
    string Document { get; }

    /// <summary>Operations that create what they name, so they come last.</summary>
    IReadOnlyList<string> Creating { get; }

    /// <summary>The tenant's id for a placeholder of a path.</summary>
    string FindId(ApiOperation operation, string placeholder);

    /// <summary>The query of every request of an operation.</summary>
    string? FindQuery(ApiOperation operation);

    /// <summary>The bodies of an operation, each of which the server accepts; null if it has none.</summary>
    /// <exception cref="NotSupportedException">The operation is new here: add a body for it.</exception>
    IReadOnlyList<JsonObject?> FindBodies(ApiOperation operation);

    /// <summary>Whether an operation only reads, so that the tenant's own ids must change its answer.</summary>
    bool Reads(ApiOperation operation);
}

/// <summary>The requests of version 3.</summary>
internal sealed class BaseRequests(Tenant tenant) : IBaseRequests
{
    private const string Query = "who works at Globex or lives in Springfield";

    public string Document => "v2/openapi.json";

    public IReadOnlyList<string> Creating { get; } = ["createThread", "cloneGraph", "createUser", "createGraph", "createContextTemplate"];

    public bool Reads(ApiOperation operation) =>
        operation.Method == HttpMethod.Get || operation.Id.StartsWith("list", StringComparison.Ordinal) || operation.Id is "searchGraph" or "getSubgraph";

    public string FindId(ApiOperation operation, string placeholder) => placeholder switch
    {
        "uuid" when operation.Path.StartsWith("v2/graph/node/", StringComparison.Ordinal) => tenant.Ids["node"],
        "uuid" when operation.Path.StartsWith("v2/graph/edge/", StringComparison.Ordinal) => tenant.Ids["edge"],
        "uuid" => tenant.Ids["episode"],
        "message_id" or "alias_uuid" => Guid.NewGuid().ToString(),
        "batch_id" when operation.Id is "addBatchItems" or "changeBatchItem" => tenant.Ids["draft_id"],
        "item_id" when operation.Id is "changeBatchItem" => tenant.Ids["draft_item_id"],
        _ => tenant.Ids[placeholder],
    };

    public string? FindQuery(ApiOperation operation) =>
        operation.Id == "getDocumentEpisodes" ? $"graph_id={tenant.Ids["graph_id"]}" : null;

    public IReadOnlyList<JsonObject?> FindBodies(ApiOperation operation) => operation.Id switch
    {
        _ when operation.Method == HttpMethod.Get || operation.Method == HttpMethod.Delete => [null],
        "processBatch" or "cancelBatch" or "pauseBatch" or "resumeBatch" or "validateBatch" or "summarizeThread" or "testWebhookEndpoint"
            or "applyProposal" or "discardProposal" or "closeImport" or "pauseImport" or "resumeImport" or "cancelImport" or "undoImport"
            or "resendWebhookMessage" => [null],
        _ when operation.Id.StartsWith("getThreadSummaries", StringComparison.Ordinal)
            || operation.Id.StartsWith("getDocumentSummaries", StringComparison.Ordinal) => [null],
        "updateNode" or "updateEdge" => [Body(new { name = "changed" })],
        "updateEpisode" or "updateMessage" => [Body(new { metadata = new { changed = true } })],
        "updateProject" => [new JsonObject()],
        "addFactTriple" => [Body(new { graph_id = tenant.Ids["graph_id"], fact = "A likes B.", fact_name = "LIKES", source_node_name = "A", target_node_name = "B" })],
        "addNodes" => [Body(new { graph_id = tenant.Ids["graph_id"], nodes = new[] { new { name = "A" } } })],
        "addCustomInstructions" or "addUserSummaryInstructions" => [Body(new { instructions = new[] { new { name = "a", text = "b" } } })],
        "getSubgraph" => [Body(new { graph_id = tenant.Ids["graph_id"], seed_node_uuids = new[] { tenant.Ids["node"] }, depth = 3 })],
        "cloneGraph" =>
        [
            Body(new { source_graph_id = tenant.Ids["graph_id"], target_graph_id = "new-graph" }),
            Body(new { source_user_id = tenant.Ids["user_id"], target_user_id = "new-user" }),
        ],
        "createBatch" or "updateUser" or "updateGraph" or "updateWebhookEndpoint" or "rotateWebhookSecret" => [new JsonObject()],
        "addBatchItems" => [Body(new { items = new[] { Episode } }), Body(new { items = new[] { Message } })],
        "changeBatchItem" => [Body(new { graph_id = tenant.Ids["graph_id"], document_id = "changed", data = "changed" })],
        "setBatchBudget" => [Body(new { max_tokens = 1 })],
        "retryBatch" or "retryImport" => [Body(new { process = false })],
        "createImport" => [Body(new { name = "new" })],
        "updateImport" => [Body(new { expected_items = 7 })],
        "extractStored" => [Body(new { graph_id = tenant.Ids["graph_id"] })],

        // The last thread has no user, so that nothing is created and every id is judged as if it were new.
        "createDestinations" =>
        [
            Body(new
            {
                users = new[] { new { user_id = tenant.Ids["user_id"] } },
                graphs = new[] { new { graph_id = tenant.Ids["graph_id"] } },
                threads = new[]
                {
                    new { thread_id = "new-thread", user_id = tenant.Ids["user_id"] },
                    new { thread_id = "newer-thread", user_id = "missing-user" },
                },
            }),
        ],
        "createUser" => [Body(new { user_id = "new-user" })],
        "createThread" => [Body(new { thread_id = "new-thread", user_id = tenant.Ids["user_id"] })],
        "createGraph" => [Body(new { graph_id = "new-graph" })],
        "addThreadMessages" or "addThreadMessagesAsBatch" => [Body(new { messages = new[] { new { role = "user", content = "Hello." } } })],
        "addEpisode" => [Body(new { graph_id = tenant.Ids["graph_id"], type = "text", data = "Hello." })],
        "addEpisodes" => [Body(new { graph_id = tenant.Ids["graph_id"], episodes = new[] { new { type = "text", data = "Hello." } } })],
        "listEpisodesOfGraph" or "listEpisodesOfUser" => [new JsonObject(), Body(new { order_by = "created_at" })],
        "listNodesOfGraph" or "listNodesOfUser" or "listEdgesOfGraph" or "listEdgesOfUser" =>
            [new JsonObject(), Body(new { order_by = "created_at" }), Body(new { order_by = "valid_at", direction = "desc" })],
        "listNeighbors" => [new JsonObject(), Body(new { order_by = "created_at" })],
        "setEntityTypes" => [Body(new { entity_types = Array.Empty<object>(), graph_ids = new[] { tenant.Ids["graph_id"] } })],
        "createContextTemplate" => [Body(new { template_id = "new-template", template = "%{edges}" })],
        "updateContextTemplate" => [Body(new { template = $"{tenant.Word} %{{edges}}" })],
        "searchGraph" => [.. SearchBodies(new { graph_id = tenant.Ids["graph_id"] }), .. SearchBodies(new { user_id = tenant.Ids["user_id"] })],
        "createWebhookEndpoint" => [Body(new { url = "https://8.8.8.8/hook", status = "disabled" })],
        "recoverWebhookMessages" => [Body(new { since = "2024-01-01T00:00:00Z" })],
        _ => throw new NotSupportedException($"add a valid body of {operation.Id} here, so that its ids are tested, too"),
    };

    private JsonObject Episode => Body(new { type = "graph_episode", graph_id = tenant.Ids["graph_id"], data_type = "text", data = "Hello." });

    private JsonObject Message => Body(new { type = "thread_message", thread_id = tenant.Ids["thread_id"], role = "user", content = "Hello." });

    private static JsonObject Body(object body) => JsonSerializer.SerializeToNode(body)!.AsObject();

    // With words that find something, and with words that find nothing: then only ids decide.
    private IEnumerable<JsonObject> SearchBodies(object target) =>
        from query in (string[])[Query, "zebra"]
        from scope in (string[])["edges", "nodes", "episodes", "auto"]
        from reranker in (string[])["rrf", "node_distance", "episode_mentions"]
        where reranker == "rrf" || (query == Query && scope is ("edges" or "nodes"))
        let distance = reranker == "node_distance"
        select Merge(
            Body(target),
            Body(new { query, scope, reranker, return_raw_results = true }),
            distance ? Body(new { center_node_uuid = tenant.Ids["node"] }) : []);

    private static JsonObject Merge(params JsonObject[] parts)
    {
        var merged = new JsonObject();
        foreach (var (name, value) in parts.SelectMany(p => p))
        {
            merged[name] = value?.DeepClone();
        }

        return merged;
    }
}
