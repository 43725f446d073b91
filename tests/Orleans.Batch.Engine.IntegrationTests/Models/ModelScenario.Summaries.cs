using Microsoft.Extensions.DependencyInjection;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.Models;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Models;

internal sealed partial class ModelScenario
{
    /// <summary>What asked for summaries, in order.</summary>
    public IReadOnlyList<StubRequest> SummaryRequests => [.. stub.Chats.Where(r => r.AsksForSummaries)];

    /// <summary>An engine that looks for unfinished work all the time, so that what a shifted clock makes due is found.</summary>
    public static async Task<ModelScenario> StartWithSummariesAsync(TestDatabase database, SummaryMode mode)
    {
        var scenario = await StartAsync(
            database, null, s => s.PostConfigure<TestSweepOptions>(o => o.Interval = TimeSpan.FromMilliseconds(100)));
        await database.ExecuteAsync("UPDATE project SET summaries = $2 WHERE project_key = $1", scenario.Project.Value, (short)mode);
        return scenario;
    }

    /// <summary>Loads facts about a user, who is named as in them, by one message each.</summary>
    public Task<BatchSummary> LoadAsync(string user, params string[] facts) =>
        EndedAsync(facts.Select((f, i) => Message($"{user} 0", $"FACT: {user} | {f}", i)));

    /// <summary>The summary of a user.</summary>
    public async Task<string> UserSummaryAsync(string user) =>
        (await engine.Service<INodeClient>().GetUserNodeAsync(project, user, default)).Summary;

    /// <summary>Waits for the summary of a user.</summary>
    public async Task<string> UntilUserSummaryAsync(string user, Func<string, bool> state)
    {
        var seen = "";
        await Eventually.TrueAsync(async () => state(seen = await UserSummaryAsync(user)));
        return seen;
    }

    /// <summary>Asks for the summary of a thread.</summary>
    public async Task<Guid> SummarizeAsync(string thread) =>
        await engine.Threads.SummarizeAsync(project, thread, Guid.CreateVersion7(), default);

    /// <summary>Asks for the summary of a thread, and waits for it.</summary>
    public async Task<string?> SummarizedAsync(string thread)
    {
        var task = await EndOfTaskAsync(await SummarizeAsync(thread));
        (task.Type, task.Status).ShouldBe((IngestTaskType.SummarizeThread, IngestTaskStatus.Succeeded));
        return (await engine.Threads.GetSummaryAsync(project, thread, default)).Text;
    }

    /// <summary>Waits for the end of a task.</summary>
    public async Task<IngestTask> EndOfTaskAsync(Guid task)
    {
        IngestTask? seen = null;
        await Eventually.TrueAsync(async () =>
            (seen = await engine.Service<IRealtimeClient>().GetTaskAsync(project, task, default)).CompletedAt is not null);
        return seen!;
    }

    /// <summary>The rows of summaries of a user's graph, of all states.</summary>
    public Task<long> CountSummariesAsync(string user) => database.ScalarAsync<long>(
        """
        SELECT count(*) FROM summary s JOIN memory_user u USING (graph_key) WHERE u.project_key = $1 AND u.user_id = $2
        """,
        project.Value,
        user);
}
