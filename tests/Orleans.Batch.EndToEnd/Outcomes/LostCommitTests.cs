using System.Collections.Concurrent;
using System.Text.Json;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.EndToEnd.Outcomes;

/// <summary>
/// Every call that writes, while a commit or the answer to it is lost between the server and PostgreSQL: the
/// caller's answer matches what was done. Calls with several commits are repeated with each of them lost.
/// </summary>
public sealed class LostCommitTests(OutcomeSite site) : IClassFixture<OutcomeSite>
{
    private readonly ConcurrentQueue<ObservedCommit> _unguarded = [];

    public static TheoryData<string> Cases => [.. WriteCases.All.Select(c => c.Operation)];

    public static TheoryData<string> CasesWithKeys => [.. WriteCases.All.Where(c => c.TakesKey).Select(c => c.Operation)];

    [Fact]
    public async Task Cases_AreAllCallsThatAreNotGets()
    {
        var paths = (await site.GetAsync("openapi.json")).GetProperty("paths");
        var calls = paths.EnumerateObject()
            .SelectMany(p => p.Value.EnumerateObject().Select(m => (Name: $"{m.Name.ToUpperInvariant()} {p.Name["/api/v2".Length..]}", Call: m.Value)))
            .ToDictionary(c => c.Name, c => c.Call);
        var writes = WriteCases.All.Select(c => c.DocumentedAs).ToHashSet();

        calls.Keys.Where(c => !c.StartsWith("GET ", StringComparison.Ordinal)).Order()
            .ShouldBe(writes.Concat(WriteCases.ReadOnly).Order(), "a call that writes needs a case here");
        foreach (var (name, call) in calls)
        {
            var isWrite = call.GetProperty("responses").TryGetProperty("424", out var unknown);
            isWrite.ShouldBe(writes.Contains(name), name);
            if (isWrite)
            {
                var shownBy = unknown.GetProperty("description").GetString()!.Split("; ")[1].Split(" shows")[0];
                calls.Keys.ShouldContain(shownBy, name);
                TakesKey(call).ShouldBe(WriteCases.All.First(c => c.DocumentedAs == name).TakesKey, name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Answer_Lost_IsGivenAsTheWorkWasDone(string operation) => ForEachCommitAsync(operation, CommitFault.AnswerLost, async (call, _) =>
    {
        var before = await site.CountAsync(call);

        var answer = await site.SendAsync(call, key: null);

        answer.IsSuccess.ShouldBeTrue(answer.ToString());
        (await site.CountAsync(call) - before).ShouldBe(call.Delta);
    });

    [Theory]
    [MemberData(nameof(CasesWithKeys))]
    public Task Answer_LostUnderAKey_IsGivenAgainToARepeat(string operation) => ForEachCommitAsync(operation, CommitFault.AnswerLost, async (call, _) =>
    {
        var (before, key) = (await site.CountAsync(call), site.NewId());

        var answer = await site.SendAsync(call, key);
        site.Proxy.StopDropping();
        var repeat = await site.SendAsync(call, key);

        answer.IsSuccess.ShouldBeTrue(answer.ToString());
        repeat.IsReplayed.ShouldBeTrue(repeat.ToString());
        (await site.CountAsync(call) - before).ShouldBe(call.Delta);
    });

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Commit_Lost_IsReportedAsNotDoneAndMayBeRepeated(string operation) => ForEachCommitAsync(operation, CommitFault.CommitLost, async (call, test) =>
    {
        var before = await site.CountAsync(call);

        var answer = await site.SendAsync(call, key: null);
        var hit = site.Proxy.Pending == 0;
        site.Proxy.StopDropping();
        answer.Status.ShouldBe(hit && !test.IsRetried ? 503 : answer.Status, answer.ToString());
        if (answer.Status == 503)
        {
            (await site.CountAsync(call) - before).ShouldBe(0, answer.ToString());
            answer = await site.SendAsync(call, key: null);
        }

        answer.IsSuccess.ShouldBeTrue(answer.ToString());
        (await site.CountAsync(call) - before).ShouldBe(call.Delta);
    });

    // Until the call has no further commit for the fault.
    private async Task ForEachCommitAsync(string operation, CommitFault fault, Func<WriteCall, WriteCase, Task> test)
    {
        var its = WriteCases.All.Single(c => c.Operation == operation);
        for (var commit = 0; ; commit++)
        {
            var call = await its.PrepareAsync(site);
            var done = site.Proxy.Count(fault);
            site.Proxy.DropNext(fault, IsOfCaller, skip: commit);
            try
            {
                await test(call, its);
            }
            finally
            {
                site.Proxy.StopDropping();
                await site.ReleaseAsync();
            }

            if (site.Proxy.Count(fault) == done)
            {
                commit.ShouldBeGreaterThan(0, "no commit of this call was seen: nothing was tested");
                break;
            }
        }

        _unguarded.ShouldBeEmpty("a write outside of a transaction, whose outcome cannot be looked up");
    }

    private bool IsOfCaller(ObservedCommit commit)
    {
        var isLive = commit.Statements.Any(s => s.Contains("INSERT INTO realtime_task", StringComparison.Ordinal));
        var isRequest = commit.ApplicationName.StartsWith("Orleans.Batch requests", StringComparison.Ordinal);
        if (commit.IsImplicit && isRequest)
        {
            _unguarded.Enqueue(commit);
        }

        return isLive || isRequest || commit.Statements.Any(s => s.Contains("INSERT INTO batch (", StringComparison.Ordinal));
    }

    private static bool TakesKey(JsonElement call) =>
        call.TryGetProperty("parameters", out var parameters)
        && parameters.EnumerateArray().Any(p => p.GetProperty("name").GetString() == "Idempotency-Key");
}
