using System.Text.Json;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.EndToEnd.Outcomes;

/// <summary>The database becomes unreachable with the answer to a commit, for longer than the server looks up the outcome.</summary>
public sealed class UnknownOutcomeTests : IAsyncLifetime
{
    private readonly OutcomeSite _site = new()
    {
        Settings = [("Database__OutcomeTimeout", "00:00:01"), ("Realtime__MaxWait", "00:00:01")],
    };

    public Task InitializeAsync() => _site.InitializeAsync();

    public Task DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("POST /batches", "GET /api/v2/batches shows it. With an Idempotency-Key")]
    [InlineData("POST /batches/{batch_id}/items", "GET /api/v2/batches/")]
    [InlineData("POST /batches/{batch_id}/process", "GET /api/v2/batches/")]
    [InlineData("PATCH /graph/{graph_id}", "GET /api/v2/graph/id-1 shows it")]
    [InlineData("DELETE /users/{user_id}", "GET /api/v2/users/id-1 shows it")]
    [InlineData("POST /graph/create", "GET /api/v2/graph/{graph_id} shows it")]
    [InlineData("POST /graph", "GET /api/v2/graph/episodes/graph/{graph_id} shows it. With an Idempotency-Key")]
    public async Task Call_WithoutAKey_IsAnsweredSoThatNoClientRepeatsIt(string operation, string advice)
    {
        var call = await CutOffAsync(operation);

        var answer = await _site.SendAsync(call, key: null);
        await RestoreAsync();

        answer.Status.ShouldBe(424, answer.Body);
        var error = JsonSerializer.Deserialize<JsonElement>(answer.Body);
        error.GetProperty("code").GetString().ShouldBe("outcome_unknown");
        error.GetProperty("message").GetString()!.ShouldContain(advice);
    }

    [Theory]
    [InlineData("POST /batches")]
    [InlineData("POST /batches/{batch_id}/items")]
    [InlineData("POST /batches/{batch_id}/items as lines")]
    [InlineData("POST /batches/{batch_id}/process")]
    [InlineData("POST /batches/{batch_id}/retry")]
    [InlineData("POST /graph")]
    [InlineData("POST /threads/{thread_id}/messages")]
    public async Task Call_WithAKey_MayBeRepeatedUnderIt(string operation)
    {
        var call = await CutOffAsync(operation);
        var before = await _site.CountAsync(call);

        var answer = await _site.SendAsync(call, "key");
        await RestoreAsync();
        var repeat = await _site.SendAsync(call, "key");

        answer.Status.ShouldBe(503, answer.Body);
        repeat.IsSuccess.ShouldBeTrue(repeat.Body);
        repeat.IsReplayed.ShouldBeTrue();
        (await _site.CountAsync(call) - before).ShouldBe(call.Delta);
    }

    private async Task<WriteCall> CutOffAsync(string operation)
    {
        var call = await WriteCases.All.Single(c => c.Operation == operation).PrepareAsync(_site);
        _site.Proxy.DropNext(
            CommitFault.AnswerLost,
            c => c.ApplicationName.StartsWith("Orleans.Batch requests", StringComparison.Ordinal)
                || c.Statements.Any(s => s.Contains("INSERT INTO realtime_task", StringComparison.Ordinal)),
            thenCutOff: true);
        return call;
    }

    private async Task RestoreAsync()
    {
        _site.Proxy.Pending.ShouldBe(0);
        _site.Proxy.Restore();
        await _site.WaitUntilReadyAsync();
    }
}
