using System.Net;

namespace Orleans.Batch.Gateway.Tests.V4;

/// <summary>Every call that writes may be repeated under its idempotency key, and no other call answers for it.</summary>
public sealed class KeyedCallTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private const string Key = "key-1";

    // Those whose own transactions record the key, which the fake service does not do.
    private static readonly string[] RecordedByTheService = ["POST /batches", "POST /imports", "items", "process", "messages", "retry", "validate"];

    public static TheoryData<ContractCall> Recorded =>
    [
        .. Contract.Calls.Where(static c =>
            c.Method != "GET"
            && !c.Path.EndsWith("/list", StringComparison.Ordinal)
            && !c.Path.EndsWith("lookup", StringComparison.Ordinal)
            && !Array.Exists(RecordedByTheService, r => c.ToString().EndsWith(r, StringComparison.Ordinal))),
    ];

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task Repeat_UnderTheSameKey_GetsTheFirstAnswer(ContractCall call)
    {
        var host = fixture.Fresh();
        var first = await call.SendAsync(host, WithKey);
        var again = await call.SendAsync(host, WithKey);

        first.Headers["Idempotent-Replayed"].ShouldBeEmpty();
        again.Headers["Idempotent-Replayed"].Single().ShouldBe("true");
        (again.Status, again.Body).ShouldBe((first.Status, first.Body));
        again.Headers["Content-Type"].ShouldBe(first.Headers["Content-Type"]);
        (host.Directory.Created.Count + host.Directory.Deleted.Count + host.Service.Deleted.Count).ShouldBeLessThanOrEqualTo(1);
        (await (call with { Body = """{"other":1}""" }).SendAsync(host, WithKey)).ShouldBeErrorV4(422, "idempotency_mismatch");
    }

    [Fact]
    public async Task Repeat_AfterALostRecord_CreatesTheSameObject()
    {
        var host = fixture.Fresh();
        var call = new ContractCall("POST", "/users", "{}", 201, null);
        await call.SendAsync(host, WithKey);
        host.Idempotency.Kept.Clear();
        await call.SendAsync(host, WithKey);
        await (call with { Path = "/graphs" }).SendAsync(host, WithKey);
        await call.SendAsync(host);

        host.Directory.Created[0].ShouldBe(host.Directory.Created[1]);
        host.Directory.Created.Skip(1).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public async Task Keys_OfOtherVersionsMethodsAndPaths_AreOthers()
    {
        var host = fixture.Fresh();
        await new ContractCall("POST", "/batches", "{}", 201, null).SendAsync(host, WithKey);
        await host.PostAsync("api/v2/batches", [], WithKey);
        await new ContractCall("DELETE", $"/users/{FakeDirectory.UserUuid}", null, 202, null).SendAsync(host, WithKey);
        (await new ContractCall("PATCH", $"/users/{FakeDirectory.UserUuid}", "{}", 404, null).SendAsync(host, WithKey)).Status.ShouldBe(404);

        host.Service.Keys.Select(k => k!.Path).ShouldBe(["v4 POST /api/v4/batches", "/batches"]);
        host.Idempotency.Kept.Keys.Select(k => k.Path).ShouldBe(
            [$"v4 DELETE /api/v4/users/{FakeDirectory.UserUuid}", $"v4 PATCH /api/v4/users/{FakeDirectory.UserUuid}"], ignoreOrder: true);
    }

    [Fact]
    public async Task Refusal_IsKeptInTheFormatOfTheVersion()
    {
        var host = fixture.Fresh();
        var call = new ContractCall("DELETE", $"/users/{Guid.Empty}", null, 404, null);
        (await call.SendAsync(host, WithKey)).ShouldBeErrorV4(404, "not_found");

        var again = await call.SendAsync(host, WithKey);

        again.Status.ShouldBe((int)HttpStatusCode.NotFound);
        again.Headers["Idempotent-Replayed"].Single().ShouldBe("true");
        again.Json.GetProperty("error").GetProperty("code").GetString().ShouldBe("not_found");
    }

    [Fact]
    public async Task Add_WithRejectedItems_IsAnsweredTheSameAgain()
    {
        var host = fixture.Fresh();
        var call = new ContractCall(
            "POST",
            $"/batches/{host.Service.BatchId}/items",
            $$"""
            {"items":[{"type":"graph_episode","graph_uuid":"{{FakeDirectory.GraphUuid}}","data":"x","data_type":"text"},
                      {"type":"graph_episode","graph_uuid":"{{Guid.Empty}}","data":"x","data_type":"text"}]}
            """,
            200,
            null);

        var first = await call.SendAsync(host, WithKey);
        var again = await call.SendAsync(host, WithKey);

        first.Status.ShouldBe(200, first.Body);
        again.Body.ShouldBe(first.Body);
        host.Service.Added.Count.ShouldBe(1);
    }

    private static void WithKey(HttpRequestMessage request) => request.Headers.Add("Idempotency-Key", Key);
}
