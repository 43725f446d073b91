namespace Orleans.Batch.Gateway.Tests;

/// <summary>The requests and answers of search and thread context.</summary>
public sealed class SearchWireTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private const string Path = "api/v2/graph/search";
    private const string Uuid = "22222222-2222-8222-8222-222222222222";

    private readonly GatewayHost _host = fixture.Fresh();

    [Fact]
    public async Task Search_DefaultsAndShape()
    {
        var answer = await _host.PostAsync(Path, """{"query":"where","graph_id":"g"}""");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("edges")[0].GetProperty("score").GetDouble().ShouldBe(0.25);
        answer.Json.GetProperty("response").GetProperty("server_latency_ms").GetInt32().ShouldBe(2);
        answer.Json.TryGetProperty("nodes", out _).ShouldBeFalse();
        answer.Json.TryGetProperty("context", out _).ShouldBeFalse();
        _host.Memory.Queries.Single().ShouldBe((GraphTarget.ForGraph("g"), new GraphSearch("where")));
    }

    [Fact]
    public async Task Search_EveryField_IsRead()
    {
        var answer = await _host.PostAsync(
            Path,
            $$"""
            {"query":"q","user_id":"u","scope":"episodes","limit":900,"max_characters":90000,"reranker":"node_distance","mmr_lambda":0.5,
             "center_node_uuid":"{{Uuid}}","bfs_origin_node_uuids":["{{Uuid}}"],"return_raw_results":true,"search_filters":{"edge_types":["A"]} }
            """);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("episodes")[0].GetProperty("score").GetDouble().ShouldBe(0.5);
        var (target, search) = ((GraphTarget, GraphSearch))_host.Memory.Queries.Single();
        target.ShouldBe(GraphTarget.ForUser("u"));
        (search.Scope, search.Limit, search.MaxCharacters, search.Reranker, search.ReturnRawResults)
            .ShouldBe((SearchScope.Episodes, 50, 50_000, SearchReranker.NodeDistance, true));
        (search.CenterNodeUuid, search.OriginNodeUuids.Single()).ShouldBe((Guid.Parse(Uuid), Guid.Parse(Uuid)));
        search.Filters!.EdgeTypes.ShouldBe(["A"]);
    }

    [Fact]
    public async Task Search_ARerankerThatIsNotApplied_IsNamedInAHeader()
    {
        var replaced = await _host.PostAsync(Path, """{"query":"q","graph_id":"g","reranker":"cross_encoder"}""");
        (replaced.Status, replaced.Headers["Zep-Reranker"].SingleOrDefault()).ShouldBe((200, "rrf"));
        var applied = await _host.PostAsync(Path, """{"query":"q","graph_id":"g","reranker":"episode_mentions"}""");
        (applied.Status, applied.Headers["Zep-Reranker"].SingleOrDefault()).ShouldBe((200, null));
    }

    [Fact]
    public async Task Search_RawResultsOfAuto_HaveARank()
    {
        var auto = await _host.PostAsync(Path, """{"query":"q","graph_id":"g","scope":"auto","return_raw_results":true}""");
        auto.Json.GetProperty("edges")[0].GetProperty("selection_rank").GetInt32().ShouldBe(1);
        var edges = await _host.PostAsync(Path, """{"query":"q","graph_id":"g"}""");
        edges.Json.GetProperty("edges")[0].TryGetProperty("selection_rank", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("thread_summaries", "thread_summaries")]
    [InlineData("observations", "observations")]
    public async Task Search_ScopesThatNeedAModel_AreEmptyLists(string scope, string field)
    {
        var answer = await _host.PostAsync(Path, $$"""{"query":"q","graph_id":"g","scope":"{{scope}}"}""");
        answer.Json.GetProperty(field).GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("""{"graph_id":"g"}""", "required")]
    [InlineData("""{"query":null,"graph_id":"g"}""", "required")]
    [InlineData("""{"query":1,"graph_id":"g"}""", "wrong_type")]
    [InlineData("""{"query":"\u0000","graph_id":"g"}""", "nul_character")]
    [InlineData("""{"query":"\ud800","graph_id":"g"}""", "invalid_encoding")]
    [InlineData("""{"query":"q","graph_id":"g","scope":"all"}""", "unknown_value")]
    [InlineData("""{"query":"q","graph_id":"g","reranker":"best"}""", "unknown_value")]
    [InlineData("""{"query":"q","graph_id":"g","limit":0}""", "out_of_range")]
    [InlineData("""{"query":"q","graph_id":"g","center_node_uuid":"x"}""", "invalid_id")]
    [InlineData("""{"query":"q","graph_id":"g","search_filters":{"created_at":"x"}}""", "wrong_type")]
    public async Task Search_BadBodies_AreRefused(string body, string code) =>
        (await _host.PostAsync(Path, body)).ShouldBeError(400, code);

    [Fact]
    public async Task Search_QueryTooLong_IsRefused() =>
        (await _host.PostAsync(Path, $$"""{"query":"{{new string('x', 4_097)}}","graph_id":"g"}""")).ShouldBeError(400, "too_long");

    [Fact]
    public async Task Context_IsAText_InTheFormOfATemplateIfOneIsNamed()
    {
        var answer = await _host.GetAsync("api/v2/threads/a%2Fb/context");
        answer.Json.GetProperty("context").GetString().ShouldBe("<FACTS>\n- привет\n</FACTS>\n");
        _host.Memory.Asked.ShouldBe(["a/b"]);
        (await _host.GetAsync("api/v2/threads/t/context?template_id=t1")).Json.GetProperty("context").GetString().ShouldBe("t1");
        (await _host.GetAsync("api/v2/threads/t/context?template_id=")).Status.ShouldBe(200);
    }
}
