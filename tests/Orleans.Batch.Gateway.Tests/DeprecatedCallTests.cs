namespace Orleans.Batch.Gateway.Tests;

/// <summary>Calls of older clients create batches, and report that they are deprecated.</summary>
public sealed class DeprecatedCallTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private readonly GatewayHost _host = fixture.Fresh();

    [Fact]
    public async Task AddEpisodes_MakesABatchWhoseIdIsTheTaskOfEach()
    {
        var answer = await _host.PostAsync(
            "api/v2/graph-batch",
            """{"graph_id":"g","document_id":"d","episodes":[{"data":"a","type":"text"},{"data":"{}","type":"json","created_at":"2024-03-01T09:00:00Z","metadata":{"k":1}}]}""");

        answer.Status.ShouldBe(202, answer.Body);
        answer.Headers["Deprecation"].ShouldHaveSingleItem().ShouldStartWith("@");
        var episodes = answer.Json.EnumerateArray().ToArray();
        episodes.Select(e => e.GetProperty("task_id").GetGuid()).ShouldBe([_host.Service.BatchId, _host.Service.BatchId]);
        episodes.Select(e => e.GetProperty("content").GetString()).ShouldBe(["a", "{}"]);
        episodes[1].GetProperty("created_at").GetString().ShouldBe("2024-03-01T09:00:00Z");
        _host.Service.Added.ShouldAllBe(i => i.GraphId == "g" && i.DocumentId == "d" && i.Kind == ItemKind.GraphEpisode);
        _host.Memory.Asked.ShouldBe(["g"]);
    }

    [Theory]
    [InlineData("""{"graph_id":"g"}""", "required", "episodes")]
    [InlineData("""{"graph_id":"g","episodes":[]}""", "required", "episodes")]
    [InlineData("""{"graph_id":"g","episodes":[{"type":"text"}]}""", "required", "data")]
    [InlineData("""{"episodes":[{"data":"a","type":"text"}]}""", "required", "graph_id")]
    public async Task AddEpisodes_WrongField_IsNamed(string body, string code, string field)
    {
        (await _host.PostAsync("api/v2/graph-batch", body)).ShouldBeError(400, code)
            .Errors.ShouldHaveSingleItem().GetProperty("field").GetString().ShouldBe(field);
        _host.Service.Created.ShouldBeEmpty();
    }

    [Fact]
    public async Task AddEpisodes_TwentyOne_AreRefused()
    {
        var episodes = string.Join(',', Enumerable.Repeat("""{"data":"a","type":"text"}""", 21));

        (await _host.PostAsync("api/v2/graph-batch", $$"""{"graph_id":"g","episodes":[{{episodes}}]}"""))
            .ShouldBeError(400, "too_many").Message.ShouldContain("20");
    }

    [Fact]
    public async Task AddMessages_MakesABatchWithTheRolesToIgnore()
    {
        var answer = await _host.PostAsync(
            "api/v2/threads/t1/messages-batch",
            """{"messages":[{"role":"user","content":"hi","name":"Avery"},{"role":"assistant","content":"hello"}],"ignore_roles":["assistant"]}""");

        answer.Status.ShouldBe(200, answer.Body);
        answer.Headers["Deprecation"].ShouldHaveSingleItem();
        answer.Json.GetProperty("task_id").GetGuid().ShouldBe(_host.Service.BatchId);
        answer.Json.GetProperty("message_uuids").GetArrayLength().ShouldBe(2);
        _host.Service.Created.ShouldHaveSingleItem().IgnoreRoles.ShouldBe([RoleType.Assistant]);
        _host.Service.Added.ShouldAllBe(i => i.ThreadId == "t1" && i.Kind == ItemKind.ThreadMessage);
    }
}
