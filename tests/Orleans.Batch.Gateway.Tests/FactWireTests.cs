namespace Orleans.Batch.Gateway.Tests;

/// <summary>The requests and answers of nodes, edges and their filters.</summary>
public sealed class FactWireTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private const string Uuid = "22222222-2222-8222-8222-222222222222";

    private readonly GatewayHost _host = fixture.Fresh();

    [Fact]
    public async Task Node_HasItsShape()
    {
        var answer = await _host.GetAsync($"api/v2/graph/node/{Uuid}");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Body.ShouldContain("""{"plan":1e400}""");
        answer.Body.ShouldContain("Avery <b>");
        answer.Json.GetProperty("summary").GetString().ShouldBe("");
        answer.Json.GetProperty("labels")[0].GetString().ShouldBe("Person");
        answer.Json.GetProperty("episodes_truncated").GetBoolean().ShouldBeFalse();
        answer.Json.TryGetProperty("degree", out _).ShouldBeFalse();
        answer.Json.TryGetProperty("score", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task Edge_HasItsShapeAndOmitsDatesThatAreOpen()
    {
        var answer = await _host.GetAsync($"api/v2/graph/edge/{Uuid}");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("fact").GetString().ShouldBe("Avery <b> plan pro");
        answer.Json.GetProperty("attributes").GetProperty("value").GetString().ShouldBe("pro");
        answer.Json.GetProperty("source_node_uuid").GetString().ShouldBe(Uuid);
        answer.Json.GetProperty("valid_at").GetString().ShouldBe("2026-10-10T06:00:00Z");
        answer.Json.TryGetProperty("invalid_at", out _).ShouldBeFalse();
        answer.Json.TryGetProperty("expired_at", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("node/graph/g1")]
    [InlineData("node/user/u1")]
    [InlineData("edge/graph/g1")]
    [InlineData("edge/user/u1")]
    public async Task Lists_AnswerBareArraysWithTheNextCursorInTheHeader(string path)
    {
        _host.Memory.NextCursor = "abc";

        var answer = await _host.PostAsync(
            $"api/v2/graph/{path}", $$"""{"limit":5000,"uuid_cursor":"{{Uuid}}","order_by":"valid_at","direction":"asc"}""");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetArrayLength().ShouldBe(1);
        answer.Headers["Zep-Next-Cursor"].Single().ShouldBe("abc");
        _host.Memory.Queries.Single().ShouldBe(new GraphListQuery(5000, null, Guid.Parse(Uuid), GraphListOrder.ValidAt, false));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"uuid_cursor":"","cursor":"","filters":null}""")]
    public async Task Lists_EmptyBodies_AskForTheFirstPage(string body)
    {
        (await _host.PostAsync("api/v2/graph/edge/graph/g1", body)).Status.ShouldBe(200);
        _host.Memory.Queries.Single().ShouldBe(new GraphListQuery());
    }

    [Fact]
    public async Task Filters_AreReadWhole()
    {
        var answer = await _host.PostAsync(
            "api/v2/graph/edge/graph/g1",
            $$$"""
            {"filters":{"node_labels":["A"],"exclude_node_labels":["B"],"edge_types":["C"],"exclude_edge_types":["D"],
             "edge_uuids":["{{{Uuid}}}"],"episode_uuids":["{{{Uuid}}}"],"connected_node_uuids":["{{{Uuid}}}"],
             "source_node_uuids":["{{{Uuid}}}"],"target_node_uuids":["{{{Uuid}}}"],
             "property_filters":[{"property_name":"p","comparison_operator":">","property_value":1}],
             "episode_metadata_filters":{"type":"or","filters":[{"property_name":"m","comparison_operator":"is_null"}]},
             "valid_at":[[{"comparison_operator":">","date":"2024-01-01T00:00:00Z"},{"comparison_operator":"IS NOT NULL"}],[]],
             "expired_at":[[{"comparison_operator":"is_null"}]],"unknown":{"x":1} }}
            """);

        answer.Status.ShouldBe(200, answer.Body);
        var filters = ((GraphListQuery)_host.Memory.Queries.Single()).Filters!;
        filters.NodeLabels.Concat(filters.ExcludeNodeLabels).Concat(filters.EdgeTypes).Concat(filters.ExcludeEdgeTypes).ShouldBe(["A", "B", "C", "D"]);
        new[] { filters.EdgeUuids, filters.EpisodeUuids, filters.ConnectedNodeUuids, filters.SourceNodeUuids, filters.TargetNodeUuids }
            .ShouldAllBe(l => l.Single() == Guid.Parse(Uuid));
        filters.Properties.Single().ShouldBe(new MetadataComparison("p", MetadataOperator.Greater, new JsonText("1")));
        filters.EpisodeMetadata.ShouldBeOfType<MetadataFilterGroup>().Conditions.Count.ShouldBe(1);
        filters.Dates.Select(d => d.Alternatives[0][0].Field).ShouldBe([DateField.ValidAt, DateField.ExpiredAt]);
        filters.Dates[0].Alternatives[0].ShouldBe([
            new DateComparison(MetadataOperator.Greater, new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero)) { Field = DateField.ValidAt },
            new DateComparison(MetadataOperator.IsNotNull, null) { Field = DateField.ValidAt }]);
    }

    [Theory]
    [InlineData("""{"order_by":"name"}""", "unknown_value")]
    [InlineData("""{"order_by":"uuid; DROP TABLE fact"}""", "unknown_value")]
    [InlineData("""{"direction":"down"}""", "unknown_value")]
    [InlineData("""{"limit":0}""", "out_of_range")]
    [InlineData("""{"limit":-1}""", "out_of_range")]
    [InlineData("""{"uuid_cursor":"x"}""", "invalid_id")]
    [InlineData("""{"filters":[]}""", "wrong_type")]
    [InlineData("""{"filters":{"edge_uuids":["x"]}}""", "invalid_id")]
    [InlineData("""{"filters":{"edge_uuids":[null]}}""", "invalid_id")]
    [InlineData("""{"filters":{"edge_types":"A"}}""", "wrong_type")]
    [InlineData("""{"filters":{"edge_types":["\u0000"]}}""", "nul_character")]
    [InlineData("""{"filters":{"node_labels":["\ud800"]}}""", "invalid_encoding")]
    [InlineData("""{"filters":{"valid_at":[{"comparison_operator":"="}]}}""", "wrong_type")]
    [InlineData("""{"filters":{"valid_at":[[{"comparison_operator":"~","date":"2024-01-01T00:00:00Z"}]]}}""", "unknown_value")]
    [InlineData("""{"filters":{"valid_at":[[{"comparison_operator":"CONTAINS","date":"2024-01-01T00:00:00Z"}]]}}""", "unknown_value")]
    [InlineData("""{"filters":{"valid_at":[[{"comparison_operator":"=","date":"2024-01-01"}]]}}""", "invalid_date")]
    [InlineData("""{"filters":{"property_filters":[{"property_name":"p","comparison_operator":"=","property_value":{}}]}}""", "wrong_type")]
    [InlineData("""{"filters":{"property_filters":[{"comparison_operator":"="}]}}""", "required")]
    [InlineData("""{"filters":{"edge_types":["A"],"edge_types":["B"]}}""", "duplicate_key")]
    public async Task Lists_BadBodies_AreRefused(string body, string code) =>
        (await _host.PostAsync("api/v2/graph/edge/graph/g1", body)).ShouldBeError(400, code);

    [Fact]
    public async Task Lists_TooManyUuids_AreRefused()
    {
        var uuids = string.Join(',', Enumerable.Repeat($"\"{Uuid}\"", 257));
        (await _host.PostAsync("api/v2/graph/edge/graph/g1", $$$"""{"filters":{"edge_uuids":[{{{uuids}}}]}}""")).ShouldBeError(400, "too_many");
        var dates = string.Join(',', Enumerable.Repeat("""[{"comparison_operator":"is_null"}]""", 51));
        (await _host.PostAsync("api/v2/graph/edge/graph/g1", $$$"""{"filters":{"valid_at":[{{{dates}}}]}}""")).ShouldBeError(400, "too_many");
    }

    [Fact]
    public async Task AroundANode_ShapesAndTruncation()
    {
        _host.Memory.Truncated = true;

        var edges = await _host.GetAsync($"api/v2/graph/node/{Uuid}/entity-edges");
        edges.Json.GetArrayLength().ShouldBe(1);
        edges.Headers["Zep-Truncated"].Single().ShouldBe("true");
        (await _host.GetAsync($"api/v2/graph/node/{Uuid}/episodes")).Json.GetProperty("episodes").GetArrayLength().ShouldBe(1);
        var mentions = (await _host.GetAsync($"api/v2/graph/episodes/{Uuid}/mentions")).Json;
        (mentions.GetProperty("nodes").GetArrayLength(), mentions.GetProperty("edges").GetArrayLength()).ShouldBe((1, 1));
        var neighbors = await _host.PostAsync($"api/v2/graph/node/{Uuid}/neighbors", """{"limit":90,"direction":"in","direction_sort":"asc","order_by":"created_at"}""");
        neighbors.Json[0].GetProperty("node").GetProperty("uuid").GetString().ShouldBe(Uuid);
        neighbors.Json[0].GetProperty("edges").GetArrayLength().ShouldBe(1);
        _host.Memory.Queries.ShouldContain(new NeighborQuery(50, null, EdgeDirection.In, GraphListOrder.CreatedAt, false));
    }

    [Theory]
    [InlineData("graph/node/not-a-uuid")]
    [InlineData("graph/edge/%27%20OR%201=1--")]
    [InlineData("graph/node/x/entity-edges")]
    public async Task Ids_ThatAreNoUuids_AreRefused(string path) =>
        (await _host.GetAsync("api/v2/" + path)).ShouldBeError(400, "invalid_id");

    [Theory]
    [InlineData("graph/node/")]
    [InlineData("graph/edge/")]
    [InlineData("graph/episodes/")]
    public async Task Deletes_AnswerJson(string path)
    {
        var answer = await Answer.OfAsync(await _host.Client.DeleteAsync("api/v2/" + path + Uuid));
        answer.Status.ShouldBe(200);
        answer.Message.ShouldContain("successfully deleted");
    }

    [Fact]
    public async Task Document_NeedsItsGraph()
    {
        (await _host.GetAsync("api/v2/graph/documents/a%2Fb/episodes")).ShouldBeError(400, "required");
        var answer = await _host.GetAsync("api/v2/graph/documents/a%2Fb/episodes?graph_id=g");
        answer.Json.GetProperty("episodes").GetArrayLength().ShouldBe(1);
        _host.Memory.Asked.ShouldBe(["a/b"]);
    }

    [Fact]
    public async Task UserNode_IsThereOrLeftOut()
    {
        (await _host.GetAsync("api/v2/users/u1/node")).Json.GetProperty("node").GetProperty("uuid").GetString().ShouldBe(Uuid);
        (await _host.GetAsync("api/v2/users/u2/node")).Json.TryGetProperty("node", out _).ShouldBeFalse();
    }
}
