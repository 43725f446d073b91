using System.Security.Cryptography;
using System.Text;

namespace Orleans.Batch.Gateway.Tests;

/// <summary>Live writes with an idempotency key, alone and in the deprecated calls for several.</summary>
public sealed class KeyedWriteTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private const string Episode = """{"data":"x","type":"text","graph_id":"g"}""";
    private const string Messages = """{"messages":[{"role":"user","content":"x"}]}""";
    private const string Episodes = """{"graph_id":"g","episodes":[{"data":"x","type":"text"}]}""";

    private readonly GatewayHost _host = fixture.Fresh();

    [Theory]
    [InlineData("graph", Episode, "/graph")]
    [InlineData("threads/t%2F1/messages", Messages, "/threads/t/1/messages")]
    public async Task Add_WithAKey_IsHandedOn(string path, string body, string bound)
    {
        var answer = await SendAsync(path, body, "k");

        answer.Status.ShouldBeInRange(200, 202);
        answer.Headers["Idempotent-Replayed"].ShouldBeEmpty();
        var key = _host.Realtime.Keys.ShouldHaveSingleItem().ShouldNotBeNull();
        (key.Path, key.Key).ShouldBe((bound, "k"));
        key.BodyHash.ToArray().ShouldBe(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
    }

    [Theory]
    [InlineData("graph", Episode)]
    [InlineData("threads/t1/messages", Messages)]
    public async Task Add_WithoutAKey_LooksNothingUp(string path, string body)
    {
        _host.Idempotency.Outages = 1;

        (await _host.PostAsync("api/v2/" + path, body)).Status.ShouldBeInRange(200, 202);

        _host.Idempotency.Outages.ShouldBe(1);
        _host.Realtime.Keys.ShouldHaveSingleItem().ShouldBeNull();
    }

    [Theory]
    [InlineData("graph", Episode)]
    [InlineData("threads/t1/messages", Messages)]
    public async Task Add_DoneBefore_SaysSo(string path, string body)
    {
        _host.Realtime.Replay = true;

        (await SendAsync(path, body, "k")).Headers["Idempotent-Replayed"].Single().ShouldBe("true");
    }

    [Theory]
    [InlineData("graph")]
    [InlineData("threads/t1/messages")]
    [InlineData("graph-batch")]
    [InlineData("threads/t1/messages-batch")]
    public async Task Add_RefusedBefore_IsRefusedWithTheSameBodyAndMismatchesAnother(string path)
    {
        var first = (await SendAsync(path, "{}", "k")).ShouldBeError(400, "required");
        var second = await SendAsync(path, "{}", "k");

        second.Body.ShouldBe(first.Body);
        second.Headers["Idempotent-Replayed"].Single().ShouldBe("true");
        (await SendAsync(path, """{"a":1}""", "k")).ShouldBeError(422, "idempotency_mismatch");
    }

    [Theory]
    [InlineData("graph", Episode)]
    [InlineData("threads/t1/messages", Messages)]
    public async Task Add_WhileTheDatabaseRestarts_WaitsForItsKeyToo(string path, string body)
    {
        _host.Idempotency.Outages = 2;

        (await SendAsync(path, body, "k")).Status.ShouldBeInRange(200, 202);

        _host.Idempotency.Outages.ShouldBe(0);
    }

    [Theory]
    [InlineData("graph-batch", Episodes)]
    [InlineData("threads/t1/messages-batch", Messages)]
    public async Task AddSeveral_WithAKey_DoesEachStepUnderAKeyOfItsOwn(string path, string body)
    {
        (await SendAsync(path, body, "k")).Headers["Idempotent-Replayed"].ShouldBeEmpty();

        _host.Service.Keys.Select(k => (k!.Path, k.Key)).ShouldBe(
            [($"/{path}#create", "k"), ($"/{path}#add", "k"), ($"/{path}#process", "k")]);

        _host.Service.Replay = true;
        (await SendAsync(path, body, "k")).Headers["Idempotent-Replayed"].Single().ShouldBe("true");
    }

    private Task<Answer> SendAsync(string path, string body, string key) => _host.PostAsync(
        "api/v2/" + path, Encoding.UTF8.GetBytes(body), r => r.Headers.Add("Idempotency-Key", key));
}
