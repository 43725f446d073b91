using System.Net;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>The calls on imports: statuses, shapes, and refusals.</summary>
public sealed class ImportWireTests : IAsyncLifetime
{
    private const string Path = "api/v2/imports";

    private GatewayHost _host = null!;

    private string One => $"{Path}/{_host.Imports.ImportId}";

    public async Task InitializeAsync() => _host = await GatewayHost.StartAsync();

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Create_AllFields_AnswersTheImport()
    {
        var created = await _host.PostAsync(Path, """{"name":"a","source":"b","metadata":{"c": 1},"expected_items":5000000000,"quiet_hours":{"from":"08:00","to":"18:00"}}""");

        created.Status.ShouldBe(201, created.Body);
        (_host.Imports.Created!.Name, _host.Imports.Created.Source, _host.Imports.Created.ExpectedItems).ShouldBe(("a", "b", 5_000_000_000));
        created.Json.EnumerateObject().Select(p => p.Name).ShouldBe(
            ["import_id", "name", "source", "metadata", "expected_items", "status", "created_at", "updated_at", "parts", "progress", "quiet_hours"]);
        created.Json.GetProperty("quiet_hours").GetRawText().ShouldBe("""{"from":"08:00","to":"18:00","time_zone":"UTC"}""");
        created.Json.GetProperty("metadata").GetRawText().ShouldBe("{\"c\": 1}");
        created.Json.GetProperty("status").GetString().ShouldBe("open");
        created.Json.GetProperty("parts").EnumerateObject().Select(p => p.Name).ShouldBe(["total", "draft", "queued", "processing", "ended"]);
        created.Json.GetProperty("progress").EnumerateObject().Select(p => p.Name).ShouldBe(
        [
            "total_items", "queued_items", "processing_items", "succeeded_items", "failed_items", "skipped_items", "canceled_items", "facts",
            "entities", "ended_items", "percent_complete",
        ]);
    }

    [Theory]
    [InlineData("{}", "required")]
    [InlineData("""{"name":7}""", "wrong_type")]
    [InlineData("""{"name":"a","metadata":[]}""", "wrong_type")]
    [InlineData("""{"name":"a","expected_items":-1}""", "out_of_range")]
    [InlineData("""{"name":"a","expected_items":1.5}""", "out_of_range")]
    [InlineData("""{"name":"a","expected_items":1e13}""", "out_of_range")]
    [InlineData("""{"name":"a","expected_items":"1"}""", "wrong_type")]
    [InlineData("""{"name":"a","quiet_hours":7}""", "wrong_type")]
    [InlineData("""{"name":"a","quiet_hours":{"from":"08:00"}}""", "required")]
    [InlineData("""{"name":"a","quiet_hours":{"from":"8","to":"24:00"}}""", "unknown_value")]
    [InlineData("{", "malformed_json")]
    public async Task Create_BadBodies_AreRefused(string body, string code) => (await _host.PostAsync(Path, body)).ShouldBeError(400, code);

    [Fact]
    public async Task List_AndGet_AnswerImports()
    {
        var page = await _host.GetAsync(Path + "?limit=500&cursor=3");

        _host.Imports.Query.ShouldBe(new ImportQuery(100, 3));
        (page.Json.GetProperty("imports").GetArrayLength(), page.Json.GetProperty("next_cursor").GetInt64()).ShouldBe((1, 7));
        (await _host.GetAsync(One)).Json.GetProperty("import_id").GetGuid().ShouldBe(_host.Imports.ImportId);
        (await _host.GetAsync(Path + "?limit=0")).ShouldBeError(400, "out_of_range");
        (await _host.GetAsync(Path + "/nonsense")).ShouldBeError(400, "invalid_id");
    }

    [Fact]
    public async Task Update_ChangesWhatIsGiven()
    {
        using var body = new StringContent("""{"expected_items":7}""");
        (await _host.Client.PatchAsync(One, body)).StatusCode.ShouldBe(HttpStatusCode.OK);
        _host.Imports.Changes.ShouldBe(new ImportChanges(null, null, 7));

        using var quiet = new StringContent("""{"quiet_hours":{"from":"22:30","to":"06:00","time_zone":"Europe/Berlin"}}""");
        await _host.Client.PatchAsync(One, quiet);
        _host.Imports.Changes.ShouldBe(new ImportChanges(QuietHours: new(new(22, 30), new(6, 0), "Europe/Berlin")));
        using var none = new StringContent("""{"quiet_hours":null}""");
        await _host.Client.PatchAsync(One, none);
        _host.Imports.Changes.ShouldBe(new ImportChanges(RemoveQuietHours: true));
    }

    [Fact]
    public async Task Calls_AnswerTheImport()
    {
        (await _host.PostAsync(One + "/close", [])).Json.GetProperty("closed_at").GetString().ShouldBe("2026-10-10T06:00:00Z");
        (await _host.PostAsync(One + "/pause", [])).Json.GetProperty("paused_at").GetString().ShouldBe("2026-10-10T06:00:00Z");
        (await _host.PostAsync(One + "/resume", "not JSON")).Json.TryGetProperty("paused_at", out _).ShouldBeFalse();
        (await _host.PostAsync(One + "/cancel", [])).Status.ShouldBe(202);
        (await _host.PostAsync(One + "/cancel", [])).Status.ShouldBe(200);
        (await _host.PostAsync(One + "/retry", [])).Status.ShouldBe(200);
        _host.Imports.Retried.ShouldBe(new ImportRetry());
        (await _host.PostAsync(One + "/retry", """{"statuses":["failed"],"codes":["poison"],"process":false}""")).Status.ShouldBe(200);
        _host.Imports.Retried!.Statuses.ShouldBe([ItemStatus.Failed]);
        (_host.Imports.Retried.Codes!.Single(), _host.Imports.Retried.Process).ShouldBe(("poison", false));
        (await _host.PostAsync(One + "/retry", """{"statuses":["lost"]}""")).ShouldBeError(400, "unknown_value");
        (await Answer.OfAsync(await _host.Client.DeleteAsync(One))).Json.GetProperty("message").GetString().ShouldBe(
            $"Import {_host.Imports.ImportId} successfully deleted.");
    }

    [Fact]
    public async Task Undo_CountsFirstAndThenAnswersTheImport()
    {
        var preview = await _host.GetAsync(One + "/undo");
        preview.Json.EnumerateObject().Select(p => p.Name).ShouldBe(
            ["import_id", "episodes", "graphs", "facts", "created_users", "created_graphs", "created_threads", "expired_batches"]);
        preview.Json.GetProperty("episodes").GetInt64().ShouldBe(7);

        var undone = await _host.PostAsync(One + "/undo", []);

        (undone.Status, undone.Json.GetProperty("status").GetString()).ShouldBe((202, "undoing"));
        undone.Json.GetProperty("undo").EnumerateObject().Select(p => p.Name).ShouldBe(
        [
            "requested_at", "percent_complete", "removed_episodes", "removed_statements", "removed_users", "removed_graphs", "removed_threads",
        ]);
        (await _host.PostAsync(One + "/undo", [])).Status.ShouldBe(200);
        _host.Imports.Fault = BatchServiceException.Conflict(ErrorCodes.StillRunning, "import x has not ended");
        (await _host.PostAsync(One + "/undo", [])).ShouldBeError(409, "still_running");
        _host.Imports.Fault = BatchServiceException.NotFound("import", "x");
        (await _host.GetAsync(One + "/undo")).ShouldBeError(404, "not_found");
        (await _host.GetAsync(Path + "/nonsense/undo")).ShouldBeError(400, "invalid_id");
    }

    [Theory]
    [InlineData("close")]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("cancel")]
    [InlineData("retry")]
    public async Task Calls_RefusedByTheService_SayWhy(string call)
    {
        _host.Imports.Fault = BatchServiceException.Conflict(ErrorCodes.ImportCanceled, "import x was canceled");
        (await _host.PostAsync($"{One}/{call}", [])).ShouldBeError(409, "import_canceled");
        _host.Imports.Fault = BatchServiceException.NotFound("import", "x");
        (await _host.PostAsync($"{One}/{call}", [])).ShouldBeError(404, "not_found");
        (await _host.PostAsync($"{Path}/nonsense/{call}", [])).ShouldBeError(400, "invalid_id");
        (await Answer.OfAsync(await _host.Client.GetAsync($"{One}/{call}"))).Status.ShouldBe(405);
        using var anonymous = _host.NewClient();
        (await anonymous.PostAsync($"{One}/{call}", null)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Batches_NameTheirImport()
    {
        (await _host.PostAsync("api/v2/batches", """{"import_id":"x"}""")).ShouldBeError(400, "invalid_id");
        (await _host.PostAsync("api/v2/batches", $$"""{"import_id":"{{_host.Imports.ImportId}}"}""")).Status.ShouldBe(200);
        (await _host.GetAsync("api/v2/batches?import_id=x")).ShouldBeError(400, "invalid_id");
        (await _host.GetAsync($"api/v2/batches?import_id={_host.Imports.ImportId}")).Status.ShouldBe(200);
    }
}
