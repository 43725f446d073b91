namespace Orleans.Batch.Gateway.Tests;

/// <summary>The requests and answers of threads' summaries.</summary>
public sealed class SummaryWireTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private static readonly string[] Keys = ["thread_id", "summary", "created_at", "last_summarized_at", "last_summarized_episode_valid_at"];

    private readonly GatewayHost _host = fixture.Fresh();

    [Fact]
    public async Task Get_BeforeOneWasMade_HasNoText() => (await _host.GetAsync("api/v2/threads/t%2F1/summary")).Json
        .EnumerateObject().Select(p => $"{p.Name}={p.Value}").ShouldBe(["thread_id=t/1"]);

    [Fact]
    public async Task Get_OfAMadeOne_HasTextAndTimes()
    {
        _host.Memory.ThreadSummary = "About tea.";

        var answer = await _host.GetAsync("api/v2/threads/t%2F1/summary");

        answer.Json.EnumerateObject().Select(p => p.Name).ShouldBe(Keys);
        answer.Json.GetProperty("summary").GetString().ShouldBe("About tea.");
    }

    [Fact]
    public async Task Post_AnswersTheTask()
    {
        var answer = await _host.PostAsync("api/v2/threads/t%2F1/summary", []);

        (answer.Status, answer.Json.GetProperty("thread_id").GetString()).ShouldBe((202, "t/1"));
        answer.Json.GetProperty("task_id").GetGuid().ShouldNotBe(Guid.Empty);
        _host.Memory.Asked.ShouldBe(["t/1"]);
    }

    [Theory]
    [InlineData("graph/thread-summary/user/u1")]
    [InlineData("graph/thread-summary/graph/g1")]
    public async Task List_AnswersABareArray(string path)
    {
        (await _host.PostAsync("api/v2/" + path, [])).Json.GetArrayLength().ShouldBe(0);
        _host.Memory.ThreadSummary = "About tea.";

        (await _host.PostAsync("api/v2/" + path, [])).Json[0].EnumerateObject().Select(p => p.Name).ShouldBe(Keys);
    }

    [Fact]
    public async Task Version4_AnswersTheSummary_Or404()
    {
        const string Path = "api/v4/threads/0f6e0000-0000-7000-8000-0000000000a3/summary";
        (await _host.GetAsync(Path)).Status.ShouldBe(404);
        _host.Memory.ThreadSummary = "About tea.";

        (await _host.GetAsync(Path)).Json.EnumerateObject().Select(p => p.Name)
            .ShouldBe(["uuid", "thread_uuid", "summary", "created_at", "last_summarized_at", "last_summarized_episode_valid_at"]);
    }

    [Fact]
    public async Task Version4_ListsInPages()
    {
        _host.Memory.ThreadSummary = "About tea.";
        const string Path = "api/v4/graphs/0f6e0000-0000-7000-8000-0000000000a1/thread-summaries/list?page_size=1";

        var first = await _host.PostAsync(Path, []);
        var cursor = first.Json.GetProperty("next_cursor").GetString();
        await _host.PostAsync($"{Path}&cursor={cursor}", []);

        var after = first.Json.GetProperty("items")[0].GetProperty("thread_uuid").GetGuid();
        _host.Memory.Queries.Cast<(GraphTarget Target, Guid? After, int Limit)>().Select(q => (q.After, q.Limit)).ShouldBe([(null, 1), (after, 1)]);
    }
}
