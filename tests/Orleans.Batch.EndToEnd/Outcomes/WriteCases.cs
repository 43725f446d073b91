using System.Text.Json;

namespace Orleans.Batch.EndToEnd.Outcomes;

/// <summary>Every call of the API that is not a GET: those that write, one by one, and those that only read.</summary>
internal static class WriteCases
{
    /// <summary>Calls that change nothing.</summary>
    public static IReadOnlyList<string> ReadOnly { get; } =
    [
        "POST /batches/{batch_id}/validate", "POST /graph/search",
        "POST /graph/edge/graph/{graph_id}", "POST /graph/edge/user/{user_id}",
        "POST /graph/node/graph/{graph_id}", "POST /graph/node/user/{user_id}", "POST /graph/node/{uuid}/neighbors",
        "POST /graph/episodes/graph/{graph_id}", "POST /graph/episodes/user/{user_id}", "POST /graph/subgraph",
        "POST /graph/document-summary/graph/{graph_id}", "POST /graph/thread-summary/graph/{graph_id}", "POST /graph/thread-summary/user/{user_id}",
    ];

    public static IReadOnlyList<WriteCase> All { get; } =
    [
        .. Batches(), .. Lifecycle(), .. Imports(), .. Graphs(), .. UsersAndThreads(), .. Facts(), .. Written(), .. Declared(), .. Live(), .. Webhooks(),
    ];

    private static IEnumerable<WriteCase> Batches()
    {
        yield return new("POST /batches", _ => Ready(HttpMethod.Post, "batches", "{}", "SELECT count(*) FROM batch")) { TakesKey = true };
        yield return new("DELETE /batches/{batch_id}", async site =>
        {
            var batch = await site.DraftAsync(await site.GraphAsync());
            return new(HttpMethod.Delete, $"batches/{batch}", null, $"SELECT count(*) FROM batch WHERE batch_uuid = '{batch}'", -1);
        });
        yield return new("POST /batches/{batch_id}/items", site => ItemsAsync(site, """{{"items":[{0},{0}]}}""", "application/json")) { TakesKey = true };
        yield return new("POST /batches/{batch_id}/items as lines", site => ItemsAsync(site, "{0}\n{0}\n", "application/x-ndjson")) { TakesKey = true };
        yield return new("POST /batches/{batch_id}/process", async site => new(
            HttpMethod.Post, $"batches/{await site.DraftAsync(await site.GraphAsync())}/process", null, "SELECT sum(process_counter)::bigint FROM project"))
        {
            TakesKey = true,
        };
        yield return new("PATCH /batches/{batch_id}/items/{item_id}", async site =>
        {
            var batch = await site.DraftAsync(await site.GraphAsync());
            var item = (await site.GetAsync($"batches/{batch}/items")).GetProperty("items")[0].GetProperty("item_id").GetGuid();
            return new(HttpMethod.Patch, $"batches/{batch}/items/{item}", $$"""{"data":"changed {{item}}"}""", $"SELECT count(*) FROM episode_data WHERE content = 'changed {item}'");
        });
    }

    private static IEnumerable<WriteCase> Lifecycle()
    {
        yield return new("POST /batches/{batch_id}/cancel", async site =>
        {
            var batch = await site.HeldBatchAsync();
            return new(HttpMethod.Post, $"batches/{batch}/cancel", null, $"SELECT count(cancel_requested_at) FROM batch WHERE batch_uuid = '{batch}'");
        });
        yield return new("POST /batches/{batch_id}/pause", async site => new(
            HttpMethod.Post, $"batches/{await site.HeldBatchAsync()}/pause", null, "SELECT count(*) FROM batch_pause"));
        yield return new("POST /batches/{batch_id}/resume", async site =>
        {
            var batch = await site.HeldBatchAsync();
            await site.PostAsync($"batches/{batch}/pause");
            return new(HttpMethod.Post, $"batches/{batch}/resume", null, "SELECT count(resumed_at) FROM batch_pause");
        });
        yield return new("POST /batches/{batch_id}/retry", async site =>
        {
            var batch = await site.EndedAsync(await site.GraphAsync(), data: "{");
            return new(HttpMethod.Post, $"batches/{batch}/retry", "{}", $"SELECT count(*) FROM batch WHERE retry_of = '{batch}'");
        })
        {
            TakesKey = true,
        };
        yield return new("PUT /batches/{batch_id}/budget", async site => new(
            HttpMethod.Put,
            $"batches/{await site.HeldBatchAsync()}/budget",
            """{"max_tokens":7}""",
            "SELECT count(*) FROM model_budget WHERE max_tokens = 7"));
        yield return new("POST /extractions", async site =>
        {
            var graph = await site.GraphAsync();
            await site.EndedAsync(graph, extraction: "store_only");
            return new(HttpMethod.Post, "extractions", $$"""{"graph_id":"{{graph}}"}""", "SELECT count(*) FROM batch WHERE extracts_stored");
        });
        foreach (var (call, state) in new[] { ("apply", "1, 2"), ("discard", "3") })
        {
            yield return new($"POST /batches/{{batch_id}}/{call}", async site =>
            {
                var batch = await site.ProposalAsync(await site.GraphAsync());
                return new(HttpMethod.Post, $"batches/{batch}/{call}", null, $"SELECT count(*) FROM proposal WHERE state IN ({state})");
            });
        }
    }

    private static IEnumerable<WriteCase> Imports()
    {
        yield return new("POST /imports", _ => Ready(HttpMethod.Post, "imports", """{"name":"a"}""", "SELECT count(*) FROM import")) { TakesKey = true };
        yield return new("PATCH /imports/{import_id}", async site =>
        {
            var import = await site.ImportAsync();
            return new(HttpMethod.Patch, $"imports/{import}", """{"expected_items":7}""", Imports("expected_items", import));
        });
        yield return new("DELETE /imports/{import_id}", async site =>
        {
            var import = await site.ImportAsync();
            return new(HttpMethod.Delete, $"imports/{import}", null, Imports("name", import), -1);
        });
        foreach (var (call, column) in new[] { ("close", "closed_at"), ("pause", "paused_at"), ("cancel", "cancel_requested_at") })
        {
            yield return new($"POST /imports/{{import_id}}/{call}", async site =>
            {
                var import = await site.ImportAsync();
                return new(HttpMethod.Post, $"imports/{import}/{call}", null, Imports(column, import));
            });
        }

        yield return new("POST /imports/{import_id}/resume", async site =>
        {
            var import = await site.ImportAsync();
            await site.PostAsync($"imports/{import}/pause");
            return new(HttpMethod.Post, $"imports/{import}/resume", null, Imports("paused_at", import), -1);
        });
        yield return new("POST /imports/{import_id}/undo", async site =>
        {
            var import = await site.ImportAsync();
            await site.PostAsync($"imports/{import}/close");
            return new(HttpMethod.Post, $"imports/{import}/undo", null, Imports("undo_requested_at", import));
        });
        yield return new("POST /imports/{import_id}/retry", async site =>
        {
            var import = await site.ImportAsync();
            var batch = await site.EndedAsync(await site.GraphAsync(), data: "{", import: import);
            return new(HttpMethod.Post, $"imports/{import}/retry", "{}", $"SELECT count(*) FROM batch WHERE retry_of = '{batch}'");
        })
        {
            TakesKey = true,
        };
    }

    private static IEnumerable<WriteCase> Graphs()
    {
        yield return new("POST /graph/create", site =>
        {
            var graph = site.NewId();
            return Ready(HttpMethod.Post, "graph/create", $$"""{"graph_id":"{{graph}}"}""", Count("graph", graph));
        });
        yield return new("PATCH /graph/{graph_id}", async site =>
        {
            var graph = await site.GraphAsync();
            return new(HttpMethod.Patch, $"graph/{graph}", """{"name":"new"}""", Count("graph", graph) + " AND name = 'new'");
        });
        yield return new("DELETE /graph/{graph_id}", async site =>
        {
            var graph = await site.GraphAsync();
            return new(HttpMethod.Delete, $"graph/{graph}", null, Count("graph", graph), -1);
        });
        yield return new("PUT /entity-types", async site =>
        {
            var graph = await site.GraphAsync();
            return new(
                HttpMethod.Put,
                "entity-types",
                $$"""{"entity_types":[{"name":"Customer"}],"graph_ids":["{{graph}}"]}""",
                $"SELECT count(*) FROM ontology JOIN graph USING (graph_key) WHERE graph_id = '{graph}'");
        });
    }

    private static IEnumerable<WriteCase> UsersAndThreads()
    {
        yield return new("POST /users", site =>
        {
            var user = site.NewId();
            return Ready(HttpMethod.Post, "users", $$"""{"user_id":"{{user}}"}""", Count("memory_user", user));
        });
        yield return new("POST /destinations", site =>
        {
            var user = site.NewId();
            return Ready(HttpMethod.Post, "destinations", $$"""{"users":[{"user_id":"{{user}}"}]}""", Count("memory_user", user));
        })
        {
            TakesKey = true,
        };
        yield return new("PATCH /users/{user_id}", async site =>
        {
            var user = await site.UserAsync();
            return new(HttpMethod.Patch, $"users/{user}", """{"first_name":"new"}""", Count("memory_user", user) + " AND first_name = 'new'");
        });
        yield return new("DELETE /users/{user_id}", async site =>
        {
            var user = await site.UserAsync();
            return new(HttpMethod.Delete, $"users/{user}", null, Count("memory_user", user), -1);
        });
        yield return new("POST /threads", async site =>
        {
            var (user, thread) = (await site.UserAsync(), site.NewId());
            return new(HttpMethod.Post, "threads", $$"""{"user_id":"{{user}}","thread_id":"{{thread}}"}""", Count("thread", thread));
        });
        yield return new("DELETE /threads/{thread_id}", async site =>
        {
            var thread = await site.ThreadAsync();
            return new(HttpMethod.Delete, $"threads/{thread}", null, Count("thread", thread), -1);
        });
        yield return new("POST /threads/{thread_id}/summary", async site =>
        {
            var thread = await site.ThreadAsync();
            return new(
                HttpMethod.Post,
                $"threads/{thread}/summary",
                null,
                $"SELECT count(*) FROM summary JOIN thread ON thread_uuid = subject_uuid WHERE thread_id = '{thread}' AND task_uuid IS NOT NULL");
        });
    }

    private static IEnumerable<WriteCase> Facts()
    {
        yield return new("DELETE /graph/edge/{uuid}", async site =>
        {
            var (edge, _, _) = await site.FactAsync();
            return new(HttpMethod.Delete, $"graph/edge/{edge}", null, $"SELECT count(*) FROM fact WHERE fact_uuid = '{edge}'", -1);
        });
        yield return new("DELETE /graph/node/{uuid}", async site =>
        {
            var (_, node, _) = await site.FactAsync();
            return new(HttpMethod.Delete, $"graph/node/{node}", null, $"SELECT count(*) FROM node WHERE node_uuid = '{node}'", -1);
        });
        yield return new("DELETE /graph/node/{uuid}/aliases/{alias_uuid}", async site =>
        {
            var (_, node, _) = await site.FactAsync();
            var alias = await site.AliasAsync(node);
            return new(
                HttpMethod.Delete,
                $"graph/node/{node}/aliases/{alias}",
                null,
                $"SELECT count(*) FROM entity_alias WHERE alias_node = '{alias}' AND rejected");
        });
        yield return new("DELETE /graph/episodes/{uuid}", async site =>
        {
            var (_, _, episode) = await site.FactAsync();
            return new(HttpMethod.Delete, $"graph/episodes/{episode}", null, $"SELECT count(*) FROM graph_episode WHERE episode_uuid = '{episode}'", -1);
        });
    }

    private static IEnumerable<WriteCase> Written()
    {
        yield return new("POST /graph/add-fact-triple", async site =>
        {
            var graph = await site.GraphAsync();
            return new(
                HttpMethod.Post,
                "graph/add-fact-triple",
                $$"""{"graph_id":"{{graph}}","fact":"Ann works at Acme","fact_name":"WORKS_AT","source_node_name":"Ann","target_node_name":"Acme"}""",
                Tasks(graph));
        })
        {
            TakesKey = true,
        };
        yield return new("POST /graph/nodes", async site =>
        {
            var graph = await site.GraphAsync();
            return new(HttpMethod.Post, "graph/nodes", $$"""{"graph_id":"{{graph}}","nodes":[{"name":"Ann"}]}""", Tasks(graph));
        })
        {
            TakesKey = true,
        };
        yield return new("POST /graph/clone", async site =>
        {
            var (source, target) = (await site.GraphAsync(), site.NewId());
            return new(HttpMethod.Post, "graph/clone", $$"""{"source_graph_id":"{{source}}","target_graph_id":"{{target}}"}""", Tasks(target));
        });
        yield return new("PATCH /graph/edge/{uuid}", async site =>
        {
            var (edge, _, _) = await site.FactAsync();
            return new(HttpMethod.Patch, $"graph/edge/{edge}", """{"fact":"new"}""", Detail(edge));
        });
        yield return new("PATCH /graph/node/{uuid}", async site =>
        {
            var (_, node, _) = await site.FactAsync();
            return new(HttpMethod.Patch, $"graph/node/{node}", """{"summary":"new"}""", Detail(node));
        });
        yield return new("PATCH /graph/episodes/{uuid}", async site =>
        {
            var (_, _, episode) = await site.FactAsync();
            return new(HttpMethod.Patch, $"graph/episodes/{episode}", """{"metadata":{"new":true}}""", Metadata(episode));
        });
        yield return new("PATCH /messages/{uuid}", async site =>
        {
            var message = await site.MessageAsync();
            return new(HttpMethod.Patch, $"messages/{message}", """{"metadata":{"new":true}}""", Metadata(message));
        });
    }

    private static IEnumerable<WriteCase> Declared()
    {
        foreach (var path in (string[])["custom-instructions", "user-summary-instructions"])
        {
            yield return new($"POST /{path}", site =>
            {
                var name = site.NewId();
                return Ready(HttpMethod.Post, path, Instructions(name), Named(name));
            });
            yield return new($"DELETE /{path}", async site =>
            {
                var name = site.NewId();
                await site.PostAsync(path, JsonSerializer.Deserialize<JsonElement>(Instructions(name)));
                return new(HttpMethod.Delete, path, $$"""{"instruction_names":["{{name}}"]}""", Named(name), -1);
            });
        }

        yield return new("POST /context-templates", site =>
        {
            var id = site.NewId();
            return Ready(HttpMethod.Post, "context-templates", $$"""{"template_id":"{{id}}","template":"%{edges}"}""", Template(id));
        });
        yield return new("PUT /context-templates/{template_id}", async site =>
        {
            var id = await site.TemplateAsync();
            return new(HttpMethod.Put, $"context-templates/{id}", """{"template":"new"}""", Template(id) + " AND template = 'new'");
        });
        yield return new("DELETE /context-templates/{template_id}", async site =>
        {
            var id = await site.TemplateAsync();
            return new(HttpMethod.Delete, $"context-templates/{id}", null, Template(id), -1);
        });
        yield return new("PATCH /projects/info", async site =>
        {
            await site.SendAsync(new(HttpMethod.Patch, "projects/info", """{"default_time_zone":null}""", ""), key: null);
            return new(
                HttpMethod.Patch, "projects/info", """{"default_time_zone":"Europe/Oslo"}""", "SELECT count(*) FROM project WHERE default_time_zone = 'Europe/Oslo'");
        });

        static string Instructions(string name) => $$"""{"instructions":[{"name":"{{name}}","text":"Be brief."}]}""";
        static string Named(string name) => $"SELECT count(*) FROM instruction WHERE name = '{name}'";
        static string Template(string id) => $"SELECT count(*) FROM context_template WHERE template_id = '{id}'";
    }

    private static IEnumerable<WriteCase> Live()
    {
        const string startedBatches = "SELECT count(*) FROM batch WHERE status <> 0";
        const string message = """{"messages":[{"role":"user","content":"Hello"}]}""";
        yield return new("POST /graph", async site =>
        {
            var graph = await site.GraphAsync();
            return new(
                HttpMethod.Post,
                "graph",
                $$"""{"graph_id":"{{graph}}","type":"text","data":"text"}""",
                Tasks(graph));
        })
        {
            TakesKey = true, IsRetried = true,
        };
        yield return new("POST /threads/{thread_id}/messages", async site =>
        {
            var thread = await site.ThreadAsync();
            return new(
                HttpMethod.Post,
                $"threads/{thread}/messages",
                message,
                $"SELECT count(*) FROM realtime_task JOIN thread USING (graph_key) WHERE thread_id = '{thread}'");
        })
        {
            TakesKey = true, IsRetried = true,
        };
        yield return new("POST /graph-batch", async site => new(
            HttpMethod.Post, "graph-batch", $$"""{"graph_id":"{{await site.GraphAsync()}}","episodes":[{"type":"text","data":"text"}]}""", startedBatches))
        {
            TakesKey = true,
        };
        yield return new("POST /threads/{thread_id}/messages-batch", async site => new(
            HttpMethod.Post, $"threads/{await site.ThreadAsync()}/messages-batch", message, startedBatches))
        {
            TakesKey = true,
        };
    }

    private static IEnumerable<WriteCase> Webhooks()
    {
        yield return new("POST /webhooks/endpoints", site => Ready(
            HttpMethod.Post, "webhooks/endpoints", $$"""{"url":"{{site.ReceiverUrl}}"}""", "SELECT count(*) FROM webhook_endpoint"));
        yield return new("PATCH /webhooks/endpoints/{endpoint_id}", async site => new(
            HttpMethod.Patch,
            $"webhooks/endpoints/{await site.EndpointAsync()}",
            """{"description":"new"}""",
            "SELECT count(*) FROM webhook_endpoint WHERE description = 'new'"));
        yield return new("DELETE /webhooks/endpoints/{endpoint_id}", async site => new(
            HttpMethod.Delete, $"webhooks/endpoints/{await site.EndpointAsync()}", null, "SELECT count(*) FROM webhook_endpoint", -1));
        yield return new("POST /webhooks/endpoints/{endpoint_id}/rotate-secret", async site => new(
            HttpMethod.Post, $"webhooks/endpoints/{await site.EndpointAsync()}/rotate-secret", "{}", "SELECT count(*) FROM webhook_secret"));
        yield return new("POST /webhooks/endpoints/{endpoint_id}/test", async site => new(
            HttpMethod.Post, $"webhooks/endpoints/{await site.EndpointAsync()}/test", null, "SELECT count(*) FROM outbox WHERE event_name = 'webhook.test'"));
        yield return new("POST /webhooks/endpoints/{endpoint_id}/recover", async site =>
        {
            var (endpoint, _) = await site.FailedMessageAsync();
            return new(
                HttpMethod.Post,
                $"webhooks/endpoints/{endpoint}/recover",
                """{"since":"2020-01-01T00:00:00Z"}""",
                "SELECT count(*) FROM webhook_delivery WHERE state = 2",
                -1);
        });
        yield return new("POST /webhooks/messages/{message_id}/resend", async site =>
        {
            var (_, message) = await site.FailedMessageAsync();
            return new(HttpMethod.Post, $"webhooks/messages/{message}/resend", null, "SELECT count(*) FROM webhook_delivery WHERE state = 2", -1);
        });
    }

    private static async Task<WriteCall> ItemsAsync(OutcomeSite site, string form, string contentType)
    {
        var graph = await site.GraphAsync();
        var batch = (await site.PostAsync("batches")).GetProperty("batch_id").GetGuid();
        return new(
            HttpMethod.Post,
            $"batches/{batch}/items",
            string.Format(null, form, OutcomeSite.Item(graph, "text")),
            $"SELECT count(*) FROM batch_item JOIN batch USING (batch_key) WHERE batch_uuid = '{batch}'",
            2)
        {
            ContentType = contentType,
        };
    }

    private static Task<WriteCall> Ready(HttpMethod method, string path, string body, string effect) =>
        Task.FromResult(new WriteCall(method, path, body, effect));

    private static string Tasks(string graph) => $"SELECT count(*) FROM realtime_task JOIN graph USING (graph_key) WHERE graph_id = '{graph}'";

    private static string Imports(string column, Guid import) => $"SELECT count({column}) FROM import WHERE import_uuid = '{import}'";

    private static string Detail(Guid uuid) => $"SELECT count(*) FROM written_detail WHERE object_uuid = '{uuid}' AND text = 'new'";

    private static string Metadata(Guid episode) => $"SELECT count(metadata) FROM episode_data WHERE episode_uuid = '{episode}'";

    private static string Count(string table, string id) =>
        $"SELECT count(*) FROM {table} WHERE {(table == "memory_user" ? "user" : table)}_id = '{id}'";
}
