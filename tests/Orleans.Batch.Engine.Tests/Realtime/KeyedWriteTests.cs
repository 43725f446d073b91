using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Orleans.Batch.Realtime;
using Orleans.Batch.TestKit.Engines;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.Tests.Realtime;

/// <summary>A live write under a key is made once, whoever repeats it and whenever.</summary>
public sealed class KeyedWriteTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly NewMessage[] Messages =
        [new() { Role = RoleType.User, Content = "a" }, new() { Role = RoleType.Assistant, Content = "b" }];

    [Fact]
    public async Task AddEpisode_Repeated_GetsTheFirstAnswerAndIsThereOnce()
    {
        await using var town = await LiveTown.FoundAsync(database);

        var first = await AddAsync(town, Key("k"));
        await town.EndOfAsync(first.Value.TaskId);
        var second = await AddAsync(town, Key("k"));

        (first.Replayed, second.Replayed).ShouldBe((false, true));
        second.Value.ShouldBe(first.Value);
        (await town.EpisodesAsync("g0")).ShouldBe([first.Value.Episode.Uuid]);
    }

    [Fact]
    public async Task AddMessages_Repeated_GetTheFirstAnswerAndAreThereOnce()
    {
        await using var town = await LiveTown.FoundAsync(database);

        var first = await SayAsync(town, Key("k"));
        var second = await SayAsync(town, Key("k"));

        (first.Replayed, second.Replayed).ShouldBe((false, true));
        second.Value.TaskId.ShouldBe(first.Value.TaskId);
        second.Value.MessageUuids.ShouldBe(first.Value.MessageUuids);
        await town.EndOfAsync(first.Value.TaskId);
        (await town.EpisodesAsync("u0")).ShouldBe(first.Value.MessageUuids);
    }

    [Fact]
    public async Task AddEpisode_TheGraphGoneSince_StillGetsTheFirstAnswer()
    {
        await using var town = await LiveTown.FoundAsync(database);
        var first = await AddAsync(town, Key("k"));
        await town.Memory.DeleteGraphAsync(town.Project, "g0", default);

        (await AddAsync(town, Key("k"))).Value.ShouldBe(first.Value);
    }

    [Fact]
    public async Task AddEpisode_AnotherBodyUnderTheKey_IsRefusedAndStoresNothing()
    {
        await using var town = await LiveTown.FoundAsync(database);
        var first = await AddAsync(town, Key("k"));

        var refusal = await Should.ThrowAsync<BatchServiceException>(() => AddAsync(town, Key("k", "another body")));

        (refusal.Kind, refusal.Code).ShouldBe((ErrorKind.IdempotencyMismatch, ErrorCodes.IdempotencyMismatch));
        await town.EndOfAsync(first.Value.TaskId);
        (await town.EpisodesAsync("g0")).ShouldBe([first.Value.Episode.Uuid]);
    }

    [Fact]
    public async Task AddEpisode_ManyAtOnce_IsThereOnce()
    {
        await using var town = await LiveTown.FoundAsync(database);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(async _ =>
        {
            try
            {
                return await AddAsync(town, Key("k"));
            }
            catch (BatchServiceException e) when (e.Code == ErrorCodes.IdempotencyInFlight)
            {
                return (Replayable<AcceptedEpisode>?)null; // to be repeated in a moment
            }
        }));
        var last = await AddAsync(town, Key("k"));

        answers.OfType<Replayable<AcceptedEpisode>>().ShouldAllBe(a => a.Value == last.Value);
        answers.Count(a => a is { Replayed: false }).ShouldBe(1);
        await town.EndOfAsync(last.Value.TaskId);
        (await town.EpisodesAsync("g0")).ShouldBe([last.Value.Episode.Uuid]);
    }

    [Fact]
    public async Task AddEpisode_TheSameKeyInAnotherProject_IsAnotherWrite()
    {
        await using var town = await LiveTown.FoundAsync(database);
        await using var other = await LiveTown.FoundAsync(database, RunningEngine.WithoutGuard);

        var first = await AddAsync(town, Key("k"));
        var second = await AddAsync(other, Key("k"));

        second.Replayed.ShouldBeFalse();
        second.Value.Episode.Uuid.ShouldNotBe(first.Value.Episode.Uuid);
    }

    [Fact]
    public async Task AddEpisode_ToNothing_LeavesTheKeyFree()
    {
        await using var town = await LiveTown.FoundAsync(database);
        await Should.ThrowAsync<BatchServiceException>(() => AddAsync(town, Key("k"), "later"));
        await town.Memory.CreateGraphAsync(town.Project, "later", new(), default);

        (await AddAsync(town, Key("k"), "later")).Replayed.ShouldBeFalse();
    }

    [Fact]
    public async Task AddEpisode_TheKeyCannotBeNoted_StoresNothing()
    {
        await using var own = await TestDatabase.CreateAsync();
        await using var town = await LiveTown.FoundAsync(own);
        await own.ExecuteAsync("ALTER TABLE idempotency ADD CONSTRAINT refused CHECK (key <> 'refused')");

        await Should.ThrowAsync<PostgresException>(() => AddAsync(town, Key("refused")));

        (await own.ScalarAsync<long>("SELECT count(*) FROM realtime_task")).ShouldBe(0);
        (await own.ScalarAsync<long>("SELECT count(*) FROM episode_data")).ShouldBe(0);
    }

    [Fact]
    public async Task AcceptAsync_RepeatedAfterALostAnswer_IsNoEarlierCall()
    {
        await using var town = await LiveTown.FoundAsync(database);
        var store = town.Engine.Service<IRealtimeStore>();
        var episode = new RealtimeEpisode(Guid.CreateVersion7(), DataType.Text, "x", null, null);
        var call = new RealtimeCall(Guid.CreateVersion7(), IngestTaskType.AddEpisode, GraphTarget.OfGraph("g0"), null, [episode]);

        var first = await store.AcceptAsync(town.Project, call, Key("k"), default);
        var second = await store.AcceptAsync(town.Project, call, Key("k"), default);

        second.ShouldBe(first);
        second.ShouldNotBeNull().Earlier.ShouldBeNull();
    }

    private static Task<Replayable<AcceptedEpisode>> AddAsync(LiveTown town, IdempotencyKey key, string graph = "g0") =>
        town.Realtime.AddEpisodeAsync(town.Project, LiveTown.Episode(graph, "x"), key, default).AsTask();

    private static Task<Replayable<AcceptedMessages>> SayAsync(LiveTown town, IdempotencyKey key) =>
        town.Realtime.AddMessagesAsync(town.Project, "t0", Messages, [], key, default).AsTask();

    private static IdempotencyKey Key(string key, string body = "body") =>
        new("/graph", key, SHA256.HashData(Encoding.UTF8.GetBytes(body)));
}
