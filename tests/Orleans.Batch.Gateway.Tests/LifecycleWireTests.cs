namespace Orleans.Batch.Gateway.Tests;

/// <summary>The operator's calls: statuses, shapes, and refusals that help.</summary>
public sealed class LifecycleWireTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private readonly GatewayHost _host = fixture.Fresh();

    private string Batch => $"api/v2/batches/{_host.Service.BatchId}";

    private string Item => $"{Batch}/items/{_host.Service.BatchId}";

    [Fact]
    public async Task Cancel_FirstAndAgain_AnswersAcceptedThenOk()
    {
        var first = await _host.PostAsync(Batch + "/cancel", []);
        first.Status.ShouldBe(202, first.Body);
        first.Json.GetProperty("cancel_requested_at").GetString().ShouldBe("2026-10-10T06:00:00Z");

        _host.Service.Replay = true;
        (await _host.PostAsync(Batch + "/cancel", "not JSON")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task PauseAndResume_AnswerTheSummary()
    {
        var paused = await _host.PostAsync(Batch + "/pause", []);
        (paused.Status, paused.Json.GetProperty("paused_at").GetString()).ShouldBe((200, "2026-10-10T06:00:00Z"));

        var resumed = await _host.PostAsync(Batch + "/resume", []);
        resumed.Status.ShouldBe(200);
        resumed.Json.TryGetProperty("paused_at", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("cancel")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("retry")]
    [InlineData("validate")]
    public async Task Calls_RefusedByTheService_SayWhy(string call)
    {
        _host.Service.Fault = BatchServiceException.Conflict(ErrorCodes.AlreadyEnded, "batch x ended succeeded");
        (await _host.PostAsync($"{Batch}/{call}", [])).ShouldBeError(409, "already_ended").Message
            .ShouldBe("conflict: batch x ended succeeded");
        _host.Service.Fault = null;
        (await _host.PostAsync($"api/v2/batches/nonsense/{call}", [])).ShouldBeError(400, "invalid_id");
        (await Answer.OfAsync(await _host.Client.GetAsync($"{Batch}/{call}"))).Status.ShouldBe(405);
        using var anonymous = _host.NewClient();
        (await anonymous.PostAsync($"{Batch}/{call}", null)).StatusCode.ShouldBe(System.Net.HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"statuses":null,"codes":null,"item_ids":null,"process":null}""")]
    public async Task Retry_OfEverything_MakesABatch(string body)
    {
        var answer = await _host.PostAsync(Batch + "/retry", body);

        answer.Status.ShouldBe(201, answer.Body);
        answer.Json.GetProperty("retry_of").GetString().ShouldBe(_host.Service.BatchId.ToString());
        _host.Service.Retries[^1].ShouldBe(new RetrySelection());
    }

    [Theory]
    [InlineData("""{"max_tokens":5000,"max_cost":2.5}""", 5_000L, 2_500_000L)]
    [InlineData("""{"max_cost":0}""", null, 0L)]
    [InlineData("{}", null, null)]
    public async Task Budget_TakesTheCaps(string body, long? tokens, long? cost)
    {
        (await PutBudgetAsync(body)).Status.ShouldBe(200);
        _host.Service.Caps.ShouldBe(new ModelCaps(tokens, cost));
    }

    [Theory]
    [InlineData("""{"max_tokens":-1}""", "max_tokens", "out_of_range")]
    [InlineData("""{"max_cost":"2"}""", "max_cost", "wrong_type")]
    public async Task Budget_NoAmount_IsRefusedWithItsField(string body, string field, string code)
    {
        var answer = await PutBudgetAsync(body);
        answer.Status.ShouldBe(400);
        var error = answer.Json.GetProperty("errors")[0];
        (error.GetProperty("field").GetString(), error.GetProperty("code").GetString()).ShouldBe((field, code));
    }

    [Fact]
    public async Task Retry_Chosen_TakesAllItIsTold()
    {
        var id = Guid.NewGuid();
        (await _host.PostAsync(
            Batch + "/retry", $$"""{"statuses":["failed","canceled"],"codes":["poison"],"item_ids":["{{id}}"],"process":false}""")).Status.ShouldBe(201);

        var selection = _host.Service.Retries[^1];
        selection.Statuses.ShouldBe([ItemStatus.Failed, ItemStatus.Canceled]);
        selection.Codes.ShouldBe(["poison"]);
        selection.ItemIds.ShouldBe([id]);
        selection.Process.ShouldBeFalse();
    }

    [Fact]
    public async Task Retry_BadBody_NamesEverythingWrong()
    {
        var answer = await _host.PostAsync(
            Batch + "/retry", """{"statuses":["failed","lost"],"codes":"poison","item_ids":["x",null],"process":"yes"}""");

        answer.ShouldBeError(400, "wrong_type").Errors.Length.ShouldBe(5, answer.Body);
        answer.Body.ShouldContain("statuses must be one of");
    }

    [Fact]
    public async Task Retry_Key_IsBoundToTheRouteAndMarked()
    {
        _host.Service.Replay = true;
        var answer = await _host.PostAsync(Batch + "/retry", [], r => r.Headers.Add("Idempotency-Key", "k"));
        (answer.Status, answer.Headers["Idempotent-Replayed"].Single()).ShouldBe((201, "true"));
    }

    [Fact]
    public async Task Validate_GivesCountsAndAPage()
    {
        var answer = await _host.PostAsync(Batch + "/validate?limit=1&cursor=7", []);

        answer.Status.ShouldBe(200, answer.Body);
        (answer.Json.GetProperty("valid").GetBoolean(), answer.Json.GetProperty("error_count").GetInt32()).ShouldBe((false, 2));
        answer.Errors.Single().GetProperty("index").GetInt32().ShouldBe(3);
        answer.Json.GetProperty("warnings").GetArrayLength().ShouldBe(0);
        answer.Json.GetProperty("next_cursor").GetInt64().ShouldBe(1);
        _host.Service.Queries[^1].ShouldBe(new ValidationQuery(1, 7));
        (await _host.PostAsync(Batch + "/validate?limit=0", [])).ShouldBeError(400, "out_of_range");
    }

    [Fact]
    public async Task GetItem_GivesWhatAnAddCallTakes()
    {
        var answer = await _host.GetAsync(Item);

        answer.Status.ShouldBe(200, answer.Body);
        (answer.Json.GetProperty("type").GetString(), answer.Json.GetProperty("data").GetString()).ShouldBe(("graph_episode", "x"));
        answer.Json.GetProperty("status").GetString().ShouldBe("pending");
        (await _host.GetAsync(Batch + "/items/nonsense")).ShouldBeError(400, "invalid_id").Message.ShouldContain("item_id");
    }

    [Fact]
    public async Task ChangeItem_NullAndAbsent_AreNotTheSame()
    {
        (await PatchAsync("""{"data":"new","created_at":null,"unknown":1}""")).Status.ShouldBe(200);

        var changes = _host.Service.Changes[^1];
        changes.Given.ShouldBe(ItemFields.Data | ItemFields.CreatedAt);
        (changes.Data, changes.CreatedAt, changes.GraphId).ShouldBe(("new", null, null));
    }

    [Theory]
    [InlineData("{}", "required", null)]
    [InlineData("""{"unknown":1}""", "required", null)]
    [InlineData("[]", "wrong_type", null)]
    [InlineData("""{"data":5}""", "wrong_type", "data")]
    [InlineData("""{"created_at":"yesterday"}""", "invalid_date", "created_at")]
    [InlineData("""{"role":"boss"}""", "unknown_value", "role")]
    [InlineData("""{"metadata":[]}""", "wrong_type", "metadata")]
    [InlineData("", "malformed_json", null)]
    public async Task ChangeItem_BadBody_NamesTheField(string body, string code, string? field)
    {
        var answer = (await PatchAsync(body)).ShouldBeError(400, code);
        if (field is not null)
        {
            answer.Errors.Single().GetProperty("field").GetString().ShouldBe(field);
        }
    }

    private async Task<Answer> PatchAsync(string body) =>
        await Answer.OfAsync(await _host.Client.PatchAsync(Item, new StringContent(body)));

    private async Task<Answer> PutBudgetAsync(string body)
    {
        using var content = new StringContent(body);
        return await Answer.OfAsync(await _host.Client.PutAsync(new Uri(Batch + "/budget", UriKind.Relative), content));
    }
}
