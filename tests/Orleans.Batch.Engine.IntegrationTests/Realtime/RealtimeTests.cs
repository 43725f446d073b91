using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.Engine.IntegrationTests.Realtime;

public sealed class RealtimeTests(TestDatabase database) : IClassFixture<TestDatabase>
{
    private static readonly DateTimeOffset Spring = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task AddEpisode_ToAGraph_IsThereAtOnceAndSoonInTheGraph()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);

        var (episode, task) = (await testProject.Realtime.AddEpisodeAsync(
            testProject.Project,
            LiveTestProject.Episode("g0", "Avery joined.") with { CreatedAt = Spring, DocumentId = "d", SourceDescription = "hr", Metadata = new("""{"a":1}""") },
            null,
            default)).Value;

        episode.Processed.ShouldBeFalse();
        episode.CreatedAt.ShouldBe(Spring);
        (await testProject.EndOfAsync(task)).Status.ShouldBe(IngestTaskStatus.Succeeded);
        var found = await testProject.Episodes.GetEpisodeAsync(testProject.Project, episode.Uuid, default);
        found.ShouldBe(episode with { Processed = true });
    }

    [Fact]
    public async Task AddEpisode_WithoutADate_GetsTheMomentItWasAccepted()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);
        var before = await database.ScalarAsync<DateTime>("SELECT sql_now()");

        var (episode, task) = (await testProject.Realtime.AddEpisodeAsync(testProject.Project, LiveTestProject.Episode("g0", "now"), null, default)).Value;

        var end = await testProject.EndOfAsync(task);
        episode.CreatedAt.ShouldBe(end.CreatedAt);
        episode.CreatedAt.UtcDateTime.ShouldBeInRange(before, await database.ScalarAsync<DateTime>("SELECT sql_now()"));
        end.CompletedAt.ShouldNotBeNull().ShouldBeGreaterThanOrEqualTo(end.CreatedAt);
    }

    [Fact]
    public async Task AddMessages_ToAThread_KeepsTheirOrderAndReadsAtOnce()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);
        var contents = Enumerable.Range(0, 30).Select(i => $"message {i}").ToList();

        var (uuids, task) = (await testProject.Realtime.AddMessagesAsync(
            testProject.Project, "t0", [.. contents.Select(c => new NewMessage { Role = RoleType.User, Name = "Avery", Content = c })], [], null, default)).Value;
        var atOnce = await testProject.Threads.GetMessagesAsync(testProject.Project, "t0", new MessageQuery(), default);
        (await testProject.EndOfAsync(task)).Status.ShouldBe(IngestTaskStatus.Succeeded);
        var after = await testProject.Threads.GetMessagesAsync(testProject.Project, "t0", new MessageQuery(Last: 30), default);

        foreach (var read in (ThreadMessages[])[atOnce, after])
        {
            read.TotalCount.ShouldBe(30);
            read.Messages.Select(m => m.Uuid).ShouldBe(uuids);
            read.Messages.Select(m => m.Content).ShouldBe(contents);
            read.Messages.ShouldAllBe(m => m.ThreadId == "t0" && m.Role == RoleType.User && m.SpeakerName == "Avery");
        }

        after.Messages.ShouldAllBe(m => m.Processed);
        (await testProject.EpisodesAsync("u0")).ShouldBe(uuids);
    }

    [Fact]
    public async Task AddEpisode_ManyCallsOneAfterAnother_StandInTheGraphInTheirOrder()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);
        var sent = new List<Guid>();
        var tasks = new List<Guid>();
        for (var i = 0; i < 200; i++)
        {
            var (episode, task) = (await testProject.Realtime.AddEpisodeAsync(testProject.Project, LiveTestProject.Episode("g0", $"{i}"), null, default)).Value;
            sent.Add(episode.Uuid);
            tasks.Add(task);
        }

        foreach (var task in tasks)
        {
            (await testProject.EndOfAsync(task)).Status.ShouldBe(IngestTaskStatus.Succeeded);
        }

        (await testProject.EpisodesAsync("g0")).ShouldBe(sent);
    }

    [Theory]
    [InlineData("nowhere", null, "there is no graph nowhere")]
    [InlineData(null, "nobody", "there is no user nobody")]
    public async Task AddEpisode_ToNothing_IsRefusedByName(string? graph, string? user, string message)
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);

        var refusal = await Should.ThrowAsync<BatchServiceException>(async () => await testProject.Realtime.AddEpisodeAsync(
            testProject.Project, LiveTestProject.Episode("g0", "x") with { Target = new GraphTarget(graph, user) }, null, default));

        refusal.Kind.ShouldBe(ErrorKind.NotFound);
        refusal.Message.ShouldBe(message);
    }

    [Fact]
    public async Task AddMessages_ToAThreadOfAnotherProject_IsRefused()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);
        var stranger = await database.NewProjectAsync();

        var refusal = await Should.ThrowAsync<BatchServiceException>(async () => await testProject.Realtime.AddMessagesAsync(
            stranger, "t0", [new NewMessage { Role = RoleType.User, Content = "x" }], [], null, default));

        refusal.Message.ShouldBe("there is no thread t0");
    }

    [Fact]
    public async Task AddEpisode_JsonThatIsNone_IsRefusedAtTheDoor()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);

        var refusal = await Should.ThrowAsync<BatchServiceException>(async () => await testProject.Realtime.AddEpisodeAsync(
            testProject.Project, LiveTestProject.Episode("g0", "{\"a\":") with { DataType = DataType.Json }, null, default));

        refusal.Kind.ShouldBe(ErrorKind.InvalidRequest);
        refusal.Code.ShouldBe(ErrorCodes.InvalidJsonData);
        refusal.Problems.ShouldHaveSingleItem().Field.ShouldBe("data");
    }

    [Fact]
    public async Task GetTask_OfAnotherProject_IsNotFound()
    {
        await using var testProject = await LiveTestProject.CreateAsync(database);
        var (_, task) = (await testProject.Realtime.AddEpisodeAsync(testProject.Project, LiveTestProject.Episode("g0", "x"), null, default)).Value;
        var stranger = await database.NewProjectAsync();

        (await Should.ThrowAsync<BatchServiceException>(async () => await testProject.Realtime.GetTaskAsync(stranger, task, default)))
            .Kind.ShouldBe(ErrorKind.NotFound);
    }
}
