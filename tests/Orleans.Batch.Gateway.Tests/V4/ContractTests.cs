using System.Text.Json;

namespace Orleans.Batch.Gateway.Tests.V4;

/// <summary>Each call answers with the status and exactly the keys of the contract.</summary>
public sealed class ContractTests(PatientHostFixture fixture) : IClassFixture<PatientHostFixture>
{
    public static TheoryData<ContractCall> Calls => [.. Contract.Calls, .. GraphContract.Calls];

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_Answers_AsTheContractSays(ContractCall call)
    {
        var answer = await call.SendAsync(fixture.Fresh());

        answer.Status.ShouldBe(call.Status, answer.Body);
        if (call.Keys is null)
        {
            answer.Body.ShouldBeEmpty();
            answer.Headers["Content-Type"].ShouldBeEmpty();
            return;
        }

        answer.Headers["Content-Type"].Single().ShouldBe("application/json; charset=utf-8");
        answer.Headers["Cache-Control"].Single().ShouldBe("no-store");
        KeysOf(answer.Json).ShouldBe(call.Keys, ignoreOrder: true);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_WithoutAKey_Is401InTheFormatOfTheVersion(ContractCall call)
    {
        var answer = await call.SendAsync(fixture.Fresh(), r => r.Headers.TryAddWithoutValidation("Authorization", "Api-Key wrong"));

        answer.ShouldBeErrorV4(401, "unauthorized");
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Call_OfAnUnavailableService_Is503WithRetryAfter(ContractCall call)
    {
        var host = fixture.Fresh();
        host.Service.KeyFault = new BatchServiceException(ErrorKind.Unavailable, ErrorCodes.Unavailable, "the database restarts");

        var answer = await call.SendAsync(host);

        answer.ShouldBeErrorV4(503, "unavailable");
        answer.Headers["Retry-After"].ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Item_HasTheKeysOfTheContract()
    {
        var host = fixture.Fresh();
        var answer = await host.PostAsync(
            $"api/v4/batches/{host.Service.BatchId}/items",
            $$"""
            {"items":[
              {"type":"graph_episode","graph_uuid":"{{FakeDirectory.GraphUuid}}","data":"x","data_type":"json","reference_time":"2026-05-01T10:00:00Z","created_at":"2020-01-01T00:00:00Z"},
              {"type":"graph_episode","graph_uuid":"{{Guid.Empty}}","data":"lost","data_type":"text","document_id":"d"},
              {"type":"thread_message","thread_uuid":"{{FakeDirectory.ThreadUuid}}","content":"Hi","role":"user","created_at":"2026-05-01T11:00:00Z"},
              {"type":"graph_episode","user_uuid":"{{FakeDirectory.UserUuid}}","data":"x","data_type":"text"},
              {"type":"graph_episode","graph_uuid":"{{FakeDirectory.UserGraphUuid}}","data":"x","data_type":"text"}]}
            """);

        answer.Status.ShouldBe(200, answer.Body);
        var items = answer.Json.GetProperty("items").EnumerateArray().ToArray();
        string[] episode = ["uuid", "type", "status", "sequence_index", "source_uuid", "episode_uuid", "graph_uuid", "created_at"];
        KeysOf(items[0]).ShouldBe(episode, ignoreOrder: true);
        KeysOf(items[1]).ShouldBe([.. episode, "thread_uuid"], ignoreOrder: true);
        items.Select(i => i.GetProperty("graph_uuid").GetGuid()).ShouldBe(
            [FakeDirectory.GraphUuid, FakeDirectory.UserGraphUuid, FakeDirectory.UserGraphUuid, FakeDirectory.UserGraphUuid]);
        host.Service.Added.Select(a => (a.GraphId, a.UserId, a.ThreadId)).ShouldBe(
            [("g1", null, null), (null, null, "t1"), (null, "u1", null), (null, "u1", null)]);
        host.Service.Added[0].CreatedAt.ShouldBe(DateTimeOffset.Parse("2026-05-01T10:00:00Z", null));
        host.Service.Added[1].CreatedAt.ShouldBe(DateTimeOffset.Parse("2026-05-01T11:00:00Z", null));

        var rejected = answer.Json.GetProperty("rejected_items").EnumerateArray().Single();
        KeysOf(rejected).ShouldBe(["index", "item", "error"], ignoreOrder: true);
        rejected.GetProperty("index").GetInt32().ShouldBe(1);
        KeysOf(rejected.GetProperty("item")).ShouldBe(["type", "graph_uuid", "data", "data_type", "document_id"], ignoreOrder: true);
        KeysOf(rejected.GetProperty("error")).ShouldBe(["code", "message", "param"], ignoreOrder: true);
        rejected.GetProperty("error").GetProperty("code").GetString().ShouldBe("not_found");
        rejected.GetProperty("error").GetProperty("param").GetString().ShouldBe("graph_uuid");
    }

    [Fact]
    public async Task Task_HasTheKeysOfTheContract()
    {
        var host = fixture.Fresh();
        host.Realtime.Task = FakeRealtime.Pending with
        {
            Type = IngestTaskType.AddMessages,
            Status = IngestTaskStatus.Partial,
            ItemsEnded = 1,
            Error = new ItemError("poison", "it fails", Retryable: false, Attempts: 3),
            StartedAt = FakeService.Now,
            CompletedAt = FakeService.Now,
        };

        var task = (await host.GetAsync($"api/v4/tasks/{FakeRealtime.TaskId}")).Json;

        KeysOf(task).ShouldBe(
            ["uuid", "type", "status", "created_at", "started_at", "updated_at", "completed_at", "progress", "result", "error"], ignoreOrder: true);
        task.GetProperty("type").GetString().ShouldBe("message_add");
        task.GetProperty("status").GetString().ShouldBe("partial");
        task.GetProperty("progress").GetProperty("stage").GetString().ShouldBe("partial");
        KeysOf(task.GetProperty("error")).ShouldBe(["code", "message"], ignoreOrder: true);

        var old = (await host.GetAsync($"api/v2/tasks/{FakeRealtime.TaskId}")).Json;
        old.GetProperty("status").GetString().ShouldBe("failed");
    }

    [Fact]
    public async Task Message_HasTheKeysOfTheContract()
    {
        var host = fixture.Fresh();
        var page = (await host.GetAsync($"api/v4/threads/{FakeDirectory.ThreadUuid}/messages")).Json;

        KeysOf(page.GetProperty("items")[0]).ShouldBe(
            ["uuid", "thread_uuid", "role", "name", "content", "metadata", "processed", "created_at", "reference_time"], ignoreOrder: true);
        page.GetProperty("items")[0].GetProperty("thread_uuid").GetGuid().ShouldBe(FakeDirectory.ThreadUuid);
    }

    [Fact]
    public async Task Lookup_OfMany_AnswersInTheOrderOfTheRequest()
    {
        var answer = await fixture.Fresh().PostAsync("api/v4/lookup", """{"graphs":["g1","no"],"users":["no","u1"],"threads":["t1"]}""");

        var items = answer.Json.GetProperty("items").EnumerateArray().ToArray();
        items.Select(i => $"{i.GetProperty("resource_type")} {i.GetProperty("legacy_id")} {i.GetProperty("found")}").ShouldBe(
            ["user no False", "user u1 True", "thread t1 True", "graph g1 True", "graph no False"]);
        KeysOf(items[0]).ShouldBe(["resource_type", "legacy_id", "found"], ignoreOrder: true);
        items[1].GetProperty("uuid").GetGuid().ShouldBe(FakeDirectory.UserUuid);
    }

    [Fact]
    public async Task OpenApi_DescribesEveryCallOfTheVersionAndNoOther()
    {
        var host = fixture.Fresh();
        using var anonymous = host.NewClient();
        var answer = await Answer.OfAsync(await anonymous.GetAsync("api/v4/openapi.json"));

        answer.Status.ShouldBe(200, answer.Body);
        answer.Json.GetProperty("info").GetProperty("version").GetString().ShouldBe("v4");
        var paths = answer.Json.GetProperty("paths");
        paths.EnumerateObject().ShouldAllBe(p => p.Name.StartsWith("/api/v4/", StringComparison.Ordinal));
        paths.EnumerateObject().Sum(p => p.Value.EnumerateObject().Count()).ShouldBe(host.NamedCallsV4);
        answer.Json.GetProperty("components").GetProperty("schemas").GetProperty("User").GetProperty("properties")
            .EnumerateObject().Select(p => p.Name).ShouldBe(Contract.User, ignoreOrder: true);
    }

    private static IEnumerable<string> KeysOf(JsonElement element) => element.EnumerateObject().Select(static p => p.Name);
}
