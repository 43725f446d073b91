namespace Orleans.Batch.Gateway.Tests;

public sealed class FactWriteWireTests : IAsyncLifetime
{
    private static readonly Guid Source = Guid.Parse("11111111-1111-8111-8111-111111111111");

    private GatewayHost _host = null!;

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task AddFactTriple_EveryFieldArrives()
    {
        var answer = await _host.PostAsync(
            "api/v2/graph/add-fact-triple",
            """
            {"graph_id":"g","fact":"Avery likes tea","fact_name":"LIKES","source_node_uuid":"11111111-1111-8111-8111-111111111111","target_node_name":"tea",
             "target_node_labels":["Drink"],"target_node_summary":"A drink.","target_node_attributes":{"hot":true},
             "edge_attributes":{"sure":1e400},"valid_at":"2024-01-01T00:00:00Z","invalid_at":"2024-01-02T00:00:00Z",
             "expired_at":"2024-01-03T00:00:00Z","created_at":"2024-01-04T00:00:00Z","metadata":{"k":1}}
            """);

        answer.Status.ShouldBe(202, answer.Body);
        answer.Json.EnumerateObject().Select(p => p.Name).ShouldBe(["edge", "source_node", "target_node", "task_id"]);
        var fact = _host.Writes.Written.ShouldHaveSingleItem().ShouldBeOfType<NewFact>();
        fact.Target.ShouldBe(GraphTarget.ForGraph("g"));
        (fact.Fact, fact.Name, fact.Source.Uuid, fact.Object.Name).ShouldBe(("Avery likes tea", "LIKES", Source, "tea"));
        (fact.Object.Labels.Single(), fact.Object.Summary, fact.Object.Attributes!.Value.Value).ShouldBe(("Drink", "A drink.", """{"hot":true}"""));
        (fact.Attributes!.Value.Value, fact.Metadata!.Value.Value).ShouldBe(("""{"sure":1e400}""", """{"k":1}"""));
        new[] { fact.ValidAt, fact.InvalidAt, fact.ExpiredAt, fact.CreatedAt }.Select(d => d!.Value.Day).ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public async Task AddNodes_AreEchoedWithTheirIdentities()
    {
        var answer = await _host.PostAsync(
            "api/v2/graph/nodes",
            """{"user_id":"u","nodes":[{"name":"A","label":"Person","summary":"s","attributes":{"n":1},"metadata":{"k":2}},{"name":"B"}]}""");

        answer.Status.ShouldBe(202, answer.Body);
        var first = answer.Json.GetProperty("nodes")[0];
        first.EnumerateObject().Select(p => p.Name).ShouldBe(["uuid", "name", "label", "summary", "attributes", "metadata"]);
        _host.Writes.Written.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData("POST", "graph/add-fact-triple", """{"graph_id":"g","fact_name":"X","source_node_name":"A","target_node_name":"B"}""", "required")]
    [InlineData("POST", "graph/add-fact-triple", """{"graph_id":"g","fact":"x","fact_name":"X","source_node_uuid":"7"}""", "invalid_id")]
    [InlineData("POST", "graph/add-fact-triple", """{"graph_id":"g","fact":"x","fact_name":"X","edge_attributes":[]}""", "wrong_type")]
    [InlineData("POST", "graph/nodes", """{"graph_id":"g","nodes":[]}""", "required")]
    [InlineData("POST", "graph/nodes", """{"graph_id":"g","nodes":[{"label":"X"}]}""", "required")]
    [InlineData("POST", "graph/subgraph", """{"graph_id":"g","seed_node_uuids":["22222222-2222-8222-8222-222222222222"],"depth":4}""", "out_of_range")]
    [InlineData("POST", "graph/clone", """{"source_graph_id":"g","target_graph_id":"h","target_user_id":"u"}""", "contradiction")]
    [InlineData("POST", "custom-instructions", """{"instructions":[{"name":"a"}]}""", "required")]
    [InlineData("PATCH", "messages/22222222-2222-8222-8222-222222222222", """{"metadata":7}""", "wrong_type")]
    [InlineData("PATCH", "messages/22222222-2222-8222-8222-222222222222", "{}", "required")]
    public async Task BadBodies_AreRefused(string method, string path, string body, string code)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"api/v2/{path}") { Content = new StringContent(body) };
        (await Answer.OfAsync(await _host.Client.SendAsync(request))).ShouldBeError(400, code);
        _host.Writes.Written.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"default_time_zone":null}""", null)]
    [InlineData("""{"default_time_zone":"Europe/Lisbon"}""", "Europe/Lisbon")]
    public async Task Project_TimeZoneIsSetOrRemoved(string body, string? expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "api/v2/projects/info") { Content = new StringContent(body) };
        var answer = await Answer.OfAsync(await _host.Client.SendAsync(request));
        var project = answer.Json.GetProperty("project");
        (project.TryGetProperty("default_time_zone", out var zone) ? zone.GetString() : null).ShouldBe(expected);
    }

    [Fact]
    public async Task Project_Description_IsSetAndReturned()
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "api/v2/projects/info") { Content = new StringContent("""{"description":"Support"}""") };
        var answer = await Answer.OfAsync(await _host.Client.SendAsync(request));
        answer.Json.GetProperty("project").GetProperty("description").GetString().ShouldBe("Support");
    }

    [Fact]
    public async Task Models_TellWhatExtractsAndTheirLimitsAndPrices()
    {
        var answer = await _host.GetAsync("api/v2/models");

        answer.Json.GetRawText().ShouldBe(
            """{"extraction":"model","model":"local","models":[{"name":"local","window":{"turns":20,"tokens":1500},"requests_per_minute":60,"prices":{"input":0.5,"output":2}}]}""");
    }

    [Fact]
    public async Task Project_DescriptionThatIsTooLong_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Patch, "api/v2/projects/info")
        {
            Content = new StringContent($$"""{"description":"{{new string('x', Limits.DescriptionLength + 1)}}"}"""),
        };
        (await Answer.OfAsync(await _host.Client.SendAsync(request))).ShouldBeError(400, "too_long");
    }

    [Theory]
    [InlineData("users-ordered?search=A&order_by=created_at&asc=false", IdOrder.CreatedAt, "A")]
    [InlineData("threads?order_by=updated_at&asc=false", IdOrder.CreatedAt, null)]
    [InlineData("threads?order_by=user_id&asc=false", IdOrder.UserId, null)]
    public async Task Lists_AreOrdered(string path, IdOrder order, string? search)
    {
        (await _host.GetAsync($"api/v2/{path}")).Status.ShouldBe(200);
        var query = _host.Memory.Queries.ShouldHaveSingleItem().ShouldBeOfType<IdQuery>();
        (query.Order, query.Search, query.Ascending).ShouldBe((order, search, false));
    }

    [Theory]
    [InlineData("users-ordered?order_by=thread_id")]
    [InlineData("threads?order_by=email")]
    [InlineData("threads?asc=yes")]
    public async Task Lists_UnknownOrders_AreRefused(string path) =>
        (await _host.GetAsync($"api/v2/{path}")).ShouldBeError(400, "unknown_value");
}
