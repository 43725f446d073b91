namespace Orleans.Batch.Gateway.Tests;

/// <summary>The requests and answers of later extraction.</summary>
public sealed class ExtractionWireTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private const string Call = "api/v2/extractions";

    private readonly GatewayHost _host = fixture.Fresh();

    [Theory]
    [InlineData("""{"batch_id":"0d8f4b1e-0000-7000-8000-000000000001"}""")]
    [InlineData("""{"graph_id":"g 1"}""")]
    [InlineData("""{"user_id":"u1","more":1}""")]
    public async Task Extract_OneSource_ReachesTheService(string body)
    {
        var answer = await _host.PostAsync(Call, body);

        answer.Status.ShouldBe(201, answer.Body);
        answer.Json.GetProperty("extracts_stored").GetBoolean().ShouldBeTrue();
        var asked = _host.Service.Extractions.ShouldHaveSingleItem();
        (asked.BatchId?.ToString() ?? asked.GraphId ?? asked.UserId).ShouldBe(body.Split('"')[3]);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("false", false)]
    [InlineData("null", false)]
    public async Task Extract_Replace_ReachesTheService(string sent, bool replace)
    {
        (await _host.PostAsync(Call, $$"""{"graph_id":"g1","replace":{{sent}}}""")).Status.ShouldBe(201);

        _host.Service.Extractions.ShouldHaveSingleItem().Replace.ShouldBe(replace);
    }

    [Fact]
    public async Task FactChanges_HaveTheFactBeforeAndAfter()
    {
        var answer = await _host.GetAsync($"api/v2/batches/{_host.Service.BatchId}/fact-changes?limit=7&cursor=3");

        answer.Status.ShouldBe(200, answer.Body);
        _host.Service.Queries.ShouldBe([new FactChangeQuery(7, 3)]);
        answer.Json.GetProperty("next_cursor").GetInt64().ShouldBe(9);
        var change = answer.Json.GetProperty("changes")[0];
        change.GetProperty("change").GetString().ShouldBe("changed");
        change.GetProperty("before").GetProperty("object").GetString().ShouldBe("Tea");
        change.GetProperty("before").TryGetProperty("value", out _).ShouldBeFalse();
        change.GetProperty("after").GetProperty("value").GetInt32().ShouldBe(7);
        change.GetProperty("after").GetProperty("fact").GetString().ShouldBe("Ann likes 7");
    }

    [Theory]
    [InlineData("apply", 202, "applying")]
    [InlineData("discard", 200, "discarded")]
    public async Task Proposal_ClosedByACall_IsInTheSummary(string call, int status, string state)
    {
        var answer = await _host.PostAsync($"api/v2/batches/{_host.Service.BatchId}/{call}", "");

        answer.Status.ShouldBe(status, answer.Body);
        answer.Json.GetProperty("proposal").GetProperty("state").GetString().ShouldBe(state);
        answer.Json.GetProperty("proposal").GetProperty("episodes").GetInt32().ShouldBe(3);
    }

    [Theory]
    [InlineData("replace", "\"yes\"")]
    [InlineData("replace", "1")]
    public async Task Extract_ReplaceIsNoBoolean_IsRefused(string field, string sent)
    {
        (await _host.PostAsync(Call, $$"""{"graph_id":"g1","{{field}}":{{sent}}}""")).ShouldBeError(400, "wrong_type");

        _host.Service.Extractions.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", "malformed_json")]
    [InlineData("[]", "wrong_type")]
    [InlineData("""{"batch_id":"b1"}""", "invalid_id")]
    [InlineData("""{"batch_id":7}""", "wrong_type")]
    [InlineData("""{"graph_id":7}""", "wrong_type")]
    public async Task Extract_WrongBody_IsRefused(string body, string code)
    {
        (await _host.PostAsync(Call, body)).ShouldBeError(400, code);

        _host.Service.Extractions.ShouldBeEmpty();
    }
}
