using System.Text.Json.Nodes;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>The requests and answers of real time.</summary>
public sealed class RealtimeWireTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private readonly GatewayHost _host = fixture.Fresh();

    [Fact]
    public async Task AddEpisode_EveryField_ReachesTheServiceAndIsEchoed()
    {
        var answer = await _host.PostAsync(
            "api/v2/graph",
            """
            {"data":"{\"a\":1}","type":"json","user_id":"u1","created_at":"2024-03-01T10:00:00+01:00","metadata":{"k":[1,2]},
             "document_id":"d","source_description":"hr","strict_ontology":true,"unknown":{}}
            """);

        answer.Status.ShouldBe(202, answer.Body);
        answer.Json.GetProperty("uuid").GetGuid().ShouldBe(FakeRealtime.Uuid);
        answer.Json.GetProperty("task_id").GetGuid().ShouldBe(FakeRealtime.TaskId);
        answer.Json.GetProperty("processed").GetBoolean().ShouldBeFalse();
        answer.Json.GetProperty("content").GetString().ShouldBe("""{"a":1}""");
        answer.Json.GetProperty("created_at").GetString().ShouldBe("2024-03-01T09:00:00Z");
        answer.Json.GetProperty("source").GetString().ShouldBe("json");
        answer.Json.GetProperty("metadata").ToString().ShouldBe("""{"k":[1,2]}""");
        answer.Json.GetProperty("document_id").GetString().ShouldBe("d");
        answer.Json.GetProperty("source_description").GetString().ShouldBe("hr");
        _host.Realtime.Episodes.ShouldHaveSingleItem().Target.ShouldBe(GraphTarget.ForUser("u1"));
    }

    [Theory]
    [InlineData("""{"type":"text","graph_id":"g"}""", "required", "data")]
    [InlineData("""{"data":7,"type":"text","graph_id":"g"}""", "wrong_type", "data")]
    [InlineData("""{"data":"x","graph_id":"g"}""", "required", "type")]
    [InlineData("""{"data":"x","type":"fact_triple","graph_id":"g"}""", "unknown_value", "type")]
    [InlineData("""{"data":"x","type":"text"}""", "required", "graph_id")]
    [InlineData("""{"data":"x","type":"text","graph_id":7}""", "wrong_type", "graph_id")]
    [InlineData("""{"data":"x","type":"text","graph_id":"g","user_id":"u"}""", "contradiction", "graph_id")]
    [InlineData("""{"data":"x","type":"text","graph_id":" g"}""", "invalid_id", "graph_id")]
    [InlineData("""{"data":"x","type":"text","graph_id":"g","created_at":"yesterday"}""", "invalid_date", "created_at")]
    [InlineData("""{"data":"x","type":"text","graph_id":"g","metadata":[]}""", "wrong_type", "metadata")]
    public async Task AddEpisode_WrongField_IsNamedOnce(string body, string code, string field)
    {
        var answer = (await _host.PostAsync("api/v2/graph", body)).ShouldBeError(400, code);

        answer.Errors.ShouldHaveSingleItem().GetProperty("field").GetString().ShouldBe(field);
        _host.Realtime.Episodes.ShouldBeEmpty();
    }

    [Fact]
    public async Task AddMessages_EveryField_ReachesTheService()
    {
        var answer = await _host.PostAsync(
            "api/v2/threads/t%2F1/messages",
            """
            {"messages":[{"role":"user","content":"hi","name":"Avery","created_at":"2024-03-01T09:00:00Z","metadata":{"k":1},"uuid":"x","processed":true},
                         {"role":"assistant","content":"hello"}],
             "ignore_roles":["assistant"],"return_context":false,"strict_ontology":false}
            """);

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("message_uuids").GetArrayLength().ShouldBe(2);
        answer.Json.GetProperty("task_id").GetGuid().ShouldBe(FakeRealtime.TaskId);
        var (thread, messages, ignored) = _host.Realtime.Calls.ShouldHaveSingleItem();
        thread.ShouldBe("t/1");
        ignored.ShouldBe([RoleType.Assistant]);
        messages[0].Name.ShouldBe("Avery");
        messages[0].CreatedAt.ShouldBe(new DateTimeOffset(2024, 3, 1, 9, 0, 0, TimeSpan.Zero));
        messages[0].Metadata.ShouldBe(new JsonText("""{"k":1}"""));
        messages[1].Role.ShouldBe(RoleType.Assistant);
    }

    [Fact]
    public async Task AddMessages_SeveralThingsWrong_AllAreSaidWithTheirPlaces()
    {
        var answer = (await _host.PostAsync(
            "api/v2/threads/t1/messages",
            $$"""{"messages":[{"content":"x"},{"role":"boss","content":"x"},{"role":"user"},{"role":"user","content":"{{new string('x', 4_097)}}"},{"role":"user","content":"fine"}]}"""))
            .ShouldBeError(400, "required");

        answer.Errors.Select(e => (e.GetProperty("index").GetInt32(), e.GetProperty("field").GetString(), e.GetProperty("code").GetString()))
            .ShouldBe([(0, "role", "required"), (1, "role", "unknown_value"), (2, "content", "required"), (3, "content", "too_long")]);
        _host.Realtime.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, "required")]
    [InlineData(31, "too_many")]
    public async Task AddMessages_TooFewOrTooMany_AreRefused(int count, string code)
    {
        var messages = new JsonArray([.. Enumerable.Range(0, count).Select(_ => new JsonObject { ["role"] = "user", ["content"] = "x" })]);

        (await _host.PostAsync("api/v2/threads/t1/messages", new JsonObject { ["messages"] = messages }.ToJsonString()))
            .ShouldBeError(400, code).Message.ShouldContain("messages");
    }

    [Fact]
    public async Task GetTask_Failed_SaysWhy()
    {
        _host.Realtime.Task = FakeRealtime.Pending with
        {
            Status = IngestTaskStatus.Failed,
            ItemsEnded = 1,
            Error = new ItemError(ErrorCodes.DestinationDeleted, "graph g was deleted before this was ingested", false, 0),
            CompletedAt = FakeService.Now.AddSeconds(1),
        };

        var task = (await _host.GetAsync($"api/v2/tasks/{FakeRealtime.TaskId}")).Json;

        task.GetProperty("task_id").GetGuid().ShouldBe(FakeRealtime.TaskId);
        task.GetProperty("type").GetString().ShouldBe("add_episode");
        task.GetProperty("status").GetString().ShouldBe("failed");
        task.GetProperty("progress").GetProperty("message").GetString().ShouldBe("1 of 1 episodes have ended");
        task.GetProperty("error").GetProperty("code").GetString().ShouldBe("destination_deleted");
        task.GetProperty("updated_at").GetString().ShouldBe("2026-10-10T06:00:01Z");
        task.GetProperty("completed_at").GetString().ShouldBe("2026-10-10T06:00:01Z");
    }

    [Fact]
    public async Task GetTask_UnknownOrMalformed_SaysSo()
    {
        (await _host.GetAsync("api/v2/tasks/44444444-4444-7444-8444-444444444444")).ShouldBeError(404, "not_found");
        (await _host.GetAsync("api/v2/tasks/nonsense")).ShouldBeError(400, "invalid_id");
    }
}
