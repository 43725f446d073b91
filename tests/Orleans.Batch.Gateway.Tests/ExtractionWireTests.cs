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
