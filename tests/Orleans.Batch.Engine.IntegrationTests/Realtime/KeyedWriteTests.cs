using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Orleans.Batch.Realtime;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Realtime;

/// <summary>A live write with a key is made once, regardless of who repeats it and when.</summary>
public sealed class KeyedWriteTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly NewMessage[] Messages =
        [new() { Role = RoleType.User, Content = "a" }, new() { Role = RoleType.Assistant, Content = "b" }];

    [Fact]
    public async Task AddEpisode_Repeated_GetsTheFirstAnswerAndIsThereOnce()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);

        var first = await AddAsync(testProject, Key("k"));
        await testProject.EndOfAsync(first.Value.TaskId);
        var second = await AddAsync(testProject, Key("k"));

        (first.Replayed, second.Replayed).ShouldBe((false, true));
        second.Value.ShouldBe(first.Value);
        (await testProject.EpisodesAsync("g0")).ShouldBe([first.Value.Episode.Uuid]);
    }

    [Fact]
    public async Task AddMessages_Repeated_GetTheFirstAnswerAndAreThereOnce()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);

        var first = await SayAsync(testProject, Key("k"));
        var second = await SayAsync(testProject, Key("k"));

        (first.Replayed, second.Replayed).ShouldBe((false, true));
        second.Value.TaskId.ShouldBe(first.Value.TaskId);
        second.Value.MessageUuids.ShouldBe(first.Value.MessageUuids);
        await testProject.EndOfAsync(first.Value.TaskId);
        (await testProject.EpisodesAsync("u0")).ShouldBe(first.Value.MessageUuids);
    }

    [Fact]
    public async Task AddEpisode_TheGraphGoneSince_StillGetsTheFirstAnswer()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);
        var first = await AddAsync(testProject, Key("k"));
        await testProject.Graphs.DeleteGraphAsync(testProject.Project, "g0", default);

        (await AddAsync(testProject, Key("k"))).Value.ShouldBe(first.Value);
    }

    [Fact]
    public async Task AddEpisode_AnotherBodyUnderTheKey_IsRefusedAndStoresNothing()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);
        var first = await AddAsync(testProject, Key("k"));

        var refusal = await Should.ThrowAsync<BatchServiceException>(() => AddAsync(testProject, Key("k", "another body")));

        (refusal.Kind, refusal.Code).ShouldBe((ErrorKind.IdempotencyMismatch, ErrorCodes.IdempotencyMismatch));
        await testProject.EndOfAsync(first.Value.TaskId);
        (await testProject.EpisodesAsync("g0")).ShouldBe([first.Value.Episode.Uuid]);
    }

    [Fact]
    public async Task AddEpisode_ManyAtOnce_IsThereOnce()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                return await AddAsync(testProject, Key("k"));
            }
            catch (BatchServiceException e) when (e.Code == ErrorCodes.IdempotencyInFlight)
            {
                return (IdempotentResult<AcceptedEpisode>?)null; // to be repeated soon
            }
        }));
        var last = await AddAsync(testProject, Key("k"));

        answers.OfType<IdempotentResult<AcceptedEpisode>>().ShouldAllBe(a => a.Value == last.Value);
        answers.Count(a => a is { Replayed: false }).ShouldBe(1);
        await testProject.EndOfAsync(last.Value.TaskId);
        (await testProject.EpisodesAsync("g0")).ShouldBe([last.Value.Episode.Uuid]);
    }

    [Fact]
    public async Task AddEpisode_TheSameKeyInAnotherProject_IsAnotherWrite()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);
        await using var other = await LiveTestProject.CreateAsync(database, RunningEngine.WithoutGuard);

        var first = await AddAsync(testProject, Key("k"));
        var second = await AddAsync(other, Key("k"));

        second.Replayed.ShouldBeFalse();
        second.Value.Episode.Uuid.ShouldNotBe(first.Value.Episode.Uuid);
    }

    [Fact]
    public async Task AddEpisode_ToNothing_LeavesTheKeyFree()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);
        await Should.ThrowAsync<BatchServiceException>(() => AddAsync(testProject, Key("k"), "later"));
        await testProject.Graphs.CreateGraphAsync(testProject.Project, "later", new(), default);

        (await AddAsync(testProject, Key("k"), "later")).Replayed.ShouldBeFalse();
    }

    [Fact]
    public async Task AddEpisode_TheKeyCannotBeNoted_StoresNothing()
    {
        await using var own = await TestDatabase.CreateAsync();
        await using var testProject = await LiveTestProject.CreateAsync(own);
        await own.ExecuteAsync("ALTER TABLE idempotency ADD CONSTRAINT refused CHECK (key <> 'refused')");

        await Should.ThrowAsync<PostgresException>(() => AddAsync(testProject, Key("refused")));

        (await own.ScalarAsync<long>("SELECT count(*) FROM realtime_task")).ShouldBe(0);
        (await own.ScalarAsync<long>("SELECT count(*) FROM episode_data")).ShouldBe(0);
    }

    [Fact]
    public async Task AcceptAsync_RepeatedAfterALostAnswer_IsNoEarlierCall()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);
        var store = testProject.Engine.Service<IRealtimeStore>();
        var episode = new RealtimeEpisode(Guid.CreateVersion7(), DataType.Text, "x", null, null);
        var call = new RealtimeCall(Guid.CreateVersion7(), IngestTaskType.AddEpisode, GraphTarget.ForGraph("g0"), null, [episode]);

        var first = await store.AcceptAsync(testProject.Project, call, Key("k"), default);
        var second = await store.AcceptAsync(testProject.Project, call, Key("k"), default);

        second.ShouldBe(first);
        second.ShouldNotBeNull().Earlier.ShouldBeNull();
    }

    private static Task<IdempotentResult<AcceptedEpisode>> AddAsync(LiveTestProject testProject, IdempotencyKey key, string graph = "g0") =>
        testProject.Realtime.AddEpisodeAsync(testProject.Project, LiveTestProject.Episode(graph, "x"), key, default).AsTask();

    private static Task<IdempotentResult<AcceptedMessages>> SayAsync(LiveTestProject testProject, IdempotencyKey key) =>
        testProject.Realtime.AddMessagesAsync(testProject.Project, "t0", Messages, [], key, default).AsTask();

    private static IdempotencyKey Key(string key, string body = "body") =>
        new("/graph", key, SHA256.HashData(Encoding.UTF8.GetBytes(body)));
}
