using System.Text;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>The statuses, names and shapes of requests and answers.</summary>
public sealed class WireTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private readonly GatewayHost _host = fixture.Fresh();

    [Theory]
    [InlineData(null)]
    [InlineData("{}")]
    [InlineData(" \n")]
    public async Task Create_EmptyBodies_MakeADraft(string? body)
    {
        var answer = await _host.PostAsync("api/v2/batches", Encoding.UTF8.GetBytes(body ?? ""));

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("batch_id").GetString().ShouldBe(_host.Service.BatchId.ToString());
        answer.Json.GetProperty("status").GetString().ShouldBe("draft");
        answer.Json.GetProperty("extraction").GetString().ShouldBe("store_only");
        answer.Json.GetProperty("created_at").GetString().ShouldBe("2026-10-10T06:00:00Z");
        answer.Json.GetProperty("progress").GetProperty("percent_complete").GetDouble().ShouldBe(0);
        answer.Json.TryGetProperty("completed_at", out _).ShouldBeFalse();
        answer.Json.TryGetProperty("metadata", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Create_FilledBody_EchoesMetadataExactly()
    {
        const string metadata = """{"z": [1.0, 1e400, {"deep": null}], "a": 12345678901234567890123456789012345678901234567890}""";
        var answer = await _host.PostAsync(
            "api/v2/batches", $$"""{"metadata":{{metadata}},"ignore_roles":["assistant","norole"],"strict_ontology":true,"unknown":{"x":1} }""");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Body.ShouldContain(metadata);
        answer.Json.GetProperty("ignore_roles").EnumerateArray().Select(r => r.GetString()).ShouldBe(["assistant", "norole"]);
        _host.Service.Created.Single().StrictOntology.ShouldBe(true);
    }

    [Fact]
    public async Task Create_Extraction_ByFieldOrHeader()
    {
        (await _host.PostAsync("api/v2/batches", """{"extraction":"store_only"}""")).Status.ShouldBe(200);
        (await _host.PostAsync("api/v2/batches", [], r => r.Headers.Add("Batch-Extraction", "store_only"))).Status.ShouldBe(200);
        _host.Service.Created.ShouldAllBe(b => b.Extraction == ExtractionMode.StoreOnly);

        var field = await _host.PostAsync("api/v2/batches", """{"extraction":"llm"}""");
        field.ShouldBeError(400, "unknown_value").Message.ShouldContain("store_only");
        var header = await _host.PostAsync("api/v2/batches", [], r => r.Headers.Add("Batch-Extraction", "llm"));
        header.ShouldBeError(400, "unknown_value").Message.ShouldContain("deterministic");
    }

    [Fact]
    public async Task Process_NoBodyAndAnyContentType_IsAccepted()
    {
        var path = $"api/v2/batches/{_host.Service.BatchId}/process";
        var raw = await _host.SendRawAsync($"POST /{path}", GatewayHost.WithKey("Content-Length: 0"));
        raw.Status.ShouldBe(200, raw.Body);
        (await _host.SendRawAsync($"POST /{path}", GatewayHost.WithKey("Content-Length: 0", "Content-Type: application/json"))).Status.ShouldBe(200);
        (await _host.SendRawAsync($"POST /{path}", GatewayHost.WithKey("Content-Length: 0", "Content-Type: x/y"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Add_AnswersABareArrayInOrder()
    {
        var answer = await _host.AddAsync(
            """
            {"items":[
              {"type":"graph_episode","graph_id":"acme","data":"Avery joined.","data_type":"text","created_at":"2024-03-01T09:00:00.1234567+01:00","document_id":"d","metadata":{"src": "hr","n":1e400}},
              {"type":"thread_message","thread_id":"t1","role":"user","name":"Avery","content":"Hi","created_at":null,"metadata":null,"other":[{"a":1}]}]}
            """);

        answer.Status.ShouldBe(200, answer.Body);
        var items = answer.Json.EnumerateArray().ToArray();
        items.Select(i => i.GetProperty("kind").GetString()).ShouldBe(["graph_episode", "thread_message"]);
        items.Select(i => i.GetProperty("sequence_index").GetInt32()).ShouldBe([0, 1]);
        items[0].GetProperty("source_uuid").GetString().ShouldBe(items[0].GetProperty("episode_uuid").GetString());
        items[0].GetProperty("status").GetString().ShouldBe("pending");
        items[0].GetProperty("document_id").GetString().ShouldBe("d");
        items[1].TryGetProperty("graph_id", out _).ShouldBeFalse();
        var first = _host.Service.Added[0];
        first.CreatedAt.ShouldBe(new DateTimeOffset(2024, 3, 1, 8, 0, 0, TimeSpan.Zero).AddTicks(1234560));
        first.Metadata!.Value.Value.ShouldBe("""{"src": "hr","n":1e400}""");
    }

    [Fact]
    public async Task Lists_CursorIsAnIntegerOrAbsent()
    {
        var batches = await _host.GetAsync("api/v2/batches?limit=5000&cursor=0&status=partial");
        batches.Json.GetProperty("next_cursor").GetInt64().ShouldBe(42);
        _host.Service.Queries.Single().ShouldBe(new BatchQuery(1_000, 0, BatchStatus.Partial));

        var items = await _host.GetAsync(_host.ItemsPath);
        items.Json.GetProperty("items").GetArrayLength().ShouldBe(0);
        items.Json.TryGetProperty("next_cursor", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Deletes_AnswerJson()
    {
        foreach (var path in new[] { $"batches/{_host.Service.BatchId}", "users/u1", "threads/t1", "graph/g1" })
        {
            var answer = await Answer.OfAsync(await _host.Client.DeleteAsync("api/v2/" + path));
            answer.Status.ShouldBe(200);
            answer.Message.ShouldContain("successfully deleted");
        }
    }

    [Fact]
    public async Task Users_DuplicateIs400AlreadyExists()
    {
        var first = await _host.PostAsync("api/v2/users", """{"user_id":"u1","email":"a@b","metadata":{"a":{"b":1}}}""");
        first.Status.ShouldBe(201);
        first.Json.GetProperty("user_id").GetString().ShouldBe("u1");
        first.Json.TryGetProperty("session_count", out _).ShouldBeFalse();

        var second = await _host.PostAsync("api/v2/users", """{"user_id":"u1"}""");
        second.ShouldBeError(400, "already_exists").Message.ShouldBe("bad request: user already exists with user_id: u1");
    }

    [Fact]
    public async Task ThreadsAndGraphs_HaveTheirShapes()
    {
        (await _host.PostAsync("api/v2/threads", """{"thread_id":"t","user_id":"u"}""")).Status.ShouldBe(201);
        (await _host.PostAsync("api/v2/threads", """{"thread_id":"t"}""")).ShouldBeError(400, "required").Errors[0].GetProperty("field").GetString().ShouldBe("user_id");
        var messages = (await _host.GetAsync("api/v2/threads/t/messages?lastn=1")).Json;
        messages.GetProperty("user_id").GetString().ShouldBe("u1");
        messages.GetProperty("row_count").GetInt32().ShouldBe(1);
        messages.GetProperty("total_count").GetInt32().ShouldBe(5);
        var message = messages.GetProperty("messages")[0];
        message.GetProperty("role").GetString().ShouldBe("user");
        message.GetProperty("name").GetString().ShouldBe("Avery");

        (await _host.PostAsync("api/v2/graph/create", """{"graph_id":"g"}""")).Status.ShouldBe(201);
        var graphs = (await _host.GetAsync("api/v2/graph/list-all?pageNumber=2&pageSize=500&order_by=name&asc=false&search=x")).Json;
        graphs.GetProperty("page_size").GetInt32().ShouldBe(100);
        graphs.GetProperty("total_count").GetInt32().ShouldBe(9);
        _host.Memory.Queries.ShouldContain(new GraphQuery(2, 100, "x", GraphOrder.Name, false));
    }

    [Fact]
    public async Task UserAndThreadLists_PageByNumberOrByCursor()
    {
        var users = (await _host.GetAsync("api/v2/users-ordered?pageNumber=2&pageSize=5000")).Json;
        users.GetProperty("users")[0].GetProperty("user_id").GetString().ShouldBe("u/1");
        users.GetProperty("total_count").GetInt64().ShouldBe(7);
        users.TryGetProperty("next_cursor", out _).ShouldBeFalse();
        _host.Memory.Queries.ShouldContain(new IdQuery(2, 1_000));

        users = (await _host.GetAsync("api/v2/users-ordered?pageSize=1&cursor=")).Json;
        users.GetProperty("next_cursor").GetString().ShouldBe("u/1");
        users.TryGetProperty("total_count", out _).ShouldBeFalse();
        _host.Memory.Queries.ShouldContain(new IdQuery(1, 1, ""));

        var threads = (await _host.GetAsync("api/v2/threads?page_size=2&cursor=t%2F0")).Json;
        threads.GetProperty("threads")[0].GetProperty("user_id").GetString().ShouldBe("u/1");
        threads.TryGetProperty("next_cursor", out _).ShouldBeFalse("the page is not full");
        _host.Memory.Queries.ShouldContain(new IdQuery(1, 2, "t/0"));
    }

    [Fact]
    public async Task Episodes_RoleIsTheSpeakerAndMetadataIsRaw()
    {
        var episode = await _host.GetAsync("api/v2/graph/episodes/11111111-1111-7111-8111-111111111111");
        episode.Json.GetProperty("role").GetString().ShouldBe("Avery");
        episode.Json.GetProperty("role_type").GetString().ShouldBe("user");
        episode.Body.ShouldContain("\"n\":1e400");
        episode.Body.ShouldContain("привет <b>");

        _host.Memory.NextCursor = "abc";
        var page = await _host.PostAsync("api/v2/graph/episodes/user/u%2F1", """{"limit":90,"order_by":"created_at","direction":"asc"}""");
        page.Json.GetArrayLength().ShouldBe(1);
        page.Headers["Zep-Next-Cursor"].Single().ShouldBe("abc");
        _host.Memory.Queries.ShouldContain(new EpisodeQuery(50, null, EpisodeOrder.CreatedAt, false));

        await _host.PostAsync("api/v2/graph/episodes/graph/g", """{"mentioned_node_uuids":["11111111-1111-7111-8111-111111111111"]}""");
        ((EpisodeQuery)_host.Memory.Queries[^1]).Mentioned.ShouldBe([FakeMemory.Episode.Uuid]);
    }

    [Fact]
    public async Task Episodes_MetadataFilterIsParsed()
    {
        var answer = await _host.PostAsync(
            "api/v2/graph/episodes/graph/g",
            """
            {"episode_metadata_filters":{"type":"or","filters":[{"property_name":"a","comparison_operator":"=","property_value":1.50}],
             "groups":[{"type":"and","filters":[{"property_name":"b","comparison_operator":"IS NULL"}]}]}}
            """);

        answer.Status.ShouldBe(200, answer.Body);
        var filter = (MetadataFilterGroup)((EpisodeQuery)_host.Memory.Queries.Single()).Filter!;
        filter.All.ShouldBeFalse();
        filter.Conditions[0].ShouldBe(new MetadataComparison("a", MetadataOperator.Equal, new JsonText("1.50")));
        ((MetadataFilterGroup)filter.Conditions[1]).Conditions.Single().ShouldBe(new MetadataComparison("b", MetadataOperator.IsNull, null));
    }

    [Theory]
    [InlineData("""{"type":"xor","filters":[]}""", "unknown_value")]
    [InlineData("""{"type":"and"}""", "required")]
    [InlineData("""{"type":"and","filters":[{"property_name":"a","comparison_operator":"LIKE","property_value":1}]}""", "unknown_value")]
    [InlineData("""{"type":"and","filters":[{"property_name":"a","comparison_operator":"=","property_value":[1]}]}""", "wrong_type")]
    [InlineData("""{"type":"and","filters":[{"property_name":"a","comparison_operator":"="}]}""", "required")]
    public async Task Episodes_BadMetadataFilter_IsRefused(string filter, string code) =>
        (await _host.PostAsync("api/v2/graph/episodes/graph/g", $$"""{"episode_metadata_filters":{{filter}}}""")).ShouldBeError(400, code);

    [Fact]
    public async Task Episodes_DeepOrManyFilters_AreRefused()
    {
        var deep = string.Concat(Enumerable.Repeat("""{"type":"and","groups":[""", 20)) + string.Concat(Enumerable.Repeat("]}", 20));
        (await _host.PostAsync("api/v2/graph/episodes/graph/g", $$"""{"episode_metadata_filters":{{deep}}}""")).ShouldBeError(400, "too_many");
        var one = """{"property_name":"a","comparison_operator":"=","property_value":1}""";
        var many = $$"""{"type":"and","filters":[{{string.Join(',', Enumerable.Repeat(one, 60))}}]}""";
        (await _host.PostAsync("api/v2/graph/episodes/graph/g", $$"""{"episode_metadata_filters":{{many}}}""")).ShouldBeError(400, "too_many");
    }

    [Theory]
    [InlineData("GET", "/api/v2/nothing", 404)]
    [InlineData("GET", "/api/v1/batches", 404)]
    [InlineData("GET", "/api", 404)]
    [InlineData("PUT", "/api/v2/batches", 405)]
    [InlineData("POST", "/api/v2/graph/patterns", 404)]
    public async Task UnknownRoutes_AnswerJson(string method, string path, int status)
    {
        var answer = await _host.SendRawAsync($"{method} {path}", GatewayHost.WithKey("Content-Length: 0"));
        answer.ShouldBeError(status, "no_such_route");
    }

    [Fact]
    public async Task Health_LiveAlwaysReadyWithReasons()
    {
        using var anonymous = _host.NewClient();
        (await anonymous.GetStringAsync("healthz/live")).ShouldBe("""{"status":"live"}""");
        (await anonymous.GetStringAsync("healthz/ready")).ShouldBe("""{"status":"ready"}""");
        _host.Service.NotReady = ["the database is away"];
        var answer = await Answer.OfAsync(await anonymous.GetAsync("healthz/ready"));
        answer.Status.ShouldBe(503);
        answer.Body.ShouldBe("""{"status":"not_ready","reasons":["the database is away"]}""");
        (await anonymous.GetAsync("healthz/live")).IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task EveryAnswer_HasItsOwnRequestIdAndIsNotSniffed()
    {
        var answer = await _host.PostAsync("api/v2/batches", [], r => r.Headers.Add("x-request-id", "mine"));
        Guid.TryParse(answer.Headers["x-request-id"].Single(), out _).ShouldBeTrue();
        answer.Headers["X-Content-Type-Options"].Single().ShouldBe("nosniff");
        answer.Headers["Server"].ShouldBeEmpty();
    }

    [Fact]
    public async Task OpenApi_DescribesEveryCallWithoutAKey()
    {
        using var anonymous = _host.NewClient();
        var answer = await Answer.OfAsync(await anonymous.GetAsync("api/v2/openapi.json"));
        answer.Status.ShouldBe(200, answer.Body);
        var paths = answer.Json.GetProperty("paths");
        paths.EnumerateObject().Sum(p => p.Value.EnumerateObject().Count()).ShouldBe(_host.NamedCalls);
        var add = paths.GetProperty("/api/v2/batches/{batch_id}/items").GetProperty("post");
        add.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString()
            .ShouldBe("#/components/schemas/AddItemsRequest");
        var item = answer.Json.GetProperty("components").GetProperty("schemas").GetProperty("BatchItem").GetProperty("properties");
        item.EnumerateObject().Select(p => p.Name).ShouldBe(
            ["item_id", "kind", "status", "sequence_index", "source_uuid", "episode_uuid", "graph_id", "user_id", "thread_id", "document_id", "graph_uuid", "user_uuid", "error", "retried_in", "created_at", "updated_at"],
            ignoreOrder: true);
        var page = answer.Json.GetProperty("components").GetProperty("schemas").GetProperty("BatchPage");
        page.GetProperty("required").EnumerateArray().Select(p => p.GetString()).ShouldBe(["batches"]);
        page.GetProperty("description").GetString().ShouldBe("A page of batches, newest first.");
        answer.Json.GetProperty("components").GetProperty("securitySchemes").GetProperty("Api-Key").GetProperty("name").GetString().ShouldBe("Authorization");
    }
}
