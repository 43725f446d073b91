using Microsoft.Extensions.Options;
using Npgsql;
using Orleans.Batch.Batches;
using Orleans.Batch.Graphs;
using Orleans.Batch.Maintenance;
using Orleans.Batch.Models;
using Orleans.Batch.PostgreSql.Batches;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.PostgreSql.Idempotency;
using Orleans.Batch.PostgreSql.Models;
using Orleans.Batch.PostgreSql.Realtime;
using Orleans.Batch.PostgreSql.Sql;
using Orleans.Batch.PostgreSql.Webhooks;
using Orleans.Batch.TestKit.PostgreSql;
using Orleans.Batch.Work;

namespace Orleans.Batch.Engine.IntegrationTests.Graphs;

public sealed class GraphDataTests : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private readonly TestDatabase _database;
    private readonly RecordingWakeups _wakeups = new();
    private readonly UserService _users;
    private readonly ThreadService _threads;
    private readonly GraphService _graphs;
    private readonly EpisodeService _episodes;
    private ProjectId _project;

    public GraphDataTests(TestDatabase database)
    {
        _database = database;
        var deletion = new DestinationDeletion(database.Database);
        _users = new UserService(new UserStore(database.Database), deletion, _wakeups);
        _threads = new ThreadService(
            new ThreadStore(database.Database), new SummaryStore(database.Database), deletion, _wakeups, Options.Create(new ModelOptions()));
        _graphs = new GraphService(new GraphStore(database.Database), deletion, _wakeups);
        _episodes = new EpisodeService(new EpisodeStore(database.Database));
    }

    public async Task InitializeAsync() => _project = await _database.NewProjectAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task EveryCall_NothingThere_IsNotFound()
    {
        Func<Task>[] calls =
        [
            async () => await _users.GetUserAsync(_project, "x", default),
            async () => await _users.UpdateUserAsync(_project, "x", new UserFields(), default),
            async () => await _users.DeleteUserAsync(_project, "x", default),
            async () => await _threads.CreateThreadAsync(_project, "t", "x", default),
            async () => await _threads.DeleteThreadAsync(_project, "x", default),
            async () => await _threads.GetMessagesAsync(_project, "x", new MessageQuery(), default),
            async () => await _threads.GetSummaryAsync(_project, "x", default),
            async () => await _threads.ListSummariesAsync(_project, GraphTarget.ForUser("x"), null, 1, default),
            async () => await _graphs.GetGraphAsync(_project, "x", default),
            async () => await _graphs.UpdateGraphAsync(_project, "x", new GraphFields(), default),
            async () => await _graphs.DeleteGraphAsync(_project, "x", default),
            async () => await _episodes.GetEpisodeAsync(_project, Guid.NewGuid(), default),
            async () => await _episodes.GetLastEpisodesAsync(_project, GraphTarget.ForGraph("x"), 1, default),
            async () => await _episodes.ListEpisodesAsync(_project, GraphTarget.ForUser("x"), new EpisodeQuery(), default),
        ];

        foreach (var call in calls)
        {
            (await Should.ThrowAsync<BatchServiceException>(call)).Kind.ShouldBe(ErrorKind.NotFound);
        }
    }

    [Fact]
    public async Task CreateUserAsync_SeveralThingsWrong_NamesEachAndStoresNothing()
    {
        var fields = new UserFields
        {
            Email = new string('x', 501),
            FirstName = "a\0b",
            Metadata = new JsonText("[1]"),
        };

        var error = await Should.ThrowAsync<BatchServiceException>(
            async () => await _users.CreateUserAsync(_project, "u\u202E1", fields, default));

        error.Kind.ShouldBe(ErrorKind.InvalidRequest);
        error.Problems.Select(p => p.Field).ShouldBe(["user_id", "email", "first_name", "metadata"]);
        (await _database.ScalarAsync<long>("SELECT count(*) FROM memory_user WHERE project_key = $1", _project.Value)).ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    public async Task EveryList_OfNoneOrLess_IsRefused(int size)
    {
        await _users.CreateUserAsync(_project, "u1", new UserFields(), default);
        Func<Task>[] calls =
        [
            async () => await _threads.GetMessagesAsync(_project, "t1", new MessageQuery(Limit: size), default),
            async () => await _threads.GetMessagesAsync(_project, "t1", new MessageQuery(Last: size), default),
            async () => await _graphs.ListGraphsAsync(_project, new GraphQuery(PageSize: size), default),
            async () => await _graphs.ListGraphsAsync(_project, new GraphQuery(PageNumber: size), default),
            async () => await _episodes.GetLastEpisodesAsync(_project, GraphTarget.ForUser("u1"), size, default),
            async () => await _episodes.ListEpisodesAsync(_project, GraphTarget.ForUser("u1"), new EpisodeQuery(size), default),
        ];

        foreach (var call in calls)
        {
            (await Should.ThrowAsync<BatchServiceException>(call)).Code.ShouldBe(ErrorCodes.OutOfRange);
        }
    }

    [Fact]
    public async Task EveryList_OfTooMany_IsCutToTheMost()
    {
        await _users.CreateUserAsync(_project, "u1", new UserFields(), default);
        await _threads.CreateThreadAsync(_project, "t1", "u1", default);

        (await _threads.GetMessagesAsync(_project, "t1", new MessageQuery(int.MaxValue, long.MaxValue), default))
            .Messages.ShouldBeEmpty();
        (await _graphs.ListGraphsAsync(_project, new GraphQuery(int.MaxValue, int.MaxValue), default)).Graphs.ShouldBeEmpty();
        (await _episodes.GetLastEpisodesAsync(_project, GraphTarget.ForUser("u1"), int.MaxValue, default)).ShouldBeEmpty();
        (await _episodes.ListEpisodesAsync(_project, GraphTarget.ForUser("u1"), new EpisodeQuery(int.MaxValue), default))
            .NextCursor.ShouldBeNull();
    }

    [Fact]
    public async Task DeleteGraphAsync_MidBatch_WakesTheBatch()
    {
        await _graphs.CreateGraphAsync(_project, "g1", new GraphFields(), default);
        const long batch = 4711;
        await _database.ExecuteAsync(
            """
            INSERT INTO lane (lane_key, graph_key, process_number, total)
            SELECT $1::bigint << 20, graph_key, 1, 1 FROM graph WHERE project_key = $2 AND graph_id = 'g1'
            """,
            batch, _project.Value);

        await _graphs.DeleteGraphAsync(_project, "g1", default);

        _wakeups.Woken.ShouldBe([new WorkKey(WorkKind.Batch, batch)]);
    }

    [Fact]
    public async Task AnyCall_TheDatabaseIsGone_SaysWhenToComeBack()
    {
        var lost = new NpgsqlConnectionStringBuilder(_database.ConnectionString) { Host = "127.0.0.1", Port = 1 };
        await using var database = new Database(lost.ConnectionString);
        var service = new UserService(new UserStore(database), new DestinationDeletion(database), _wakeups);

        var error = await Should.ThrowAsync<BatchServiceException>(
            async () => await service.GetUserAsync(_project, "u1", default));

        error.Kind.ShouldBe(ErrorKind.Unavailable);
        error.RetryAfter.ShouldNotBeNull().ShouldBeGreaterThan(TimeSpan.Zero);
        error.Message.ShouldNotContain("127.0.0.1");
    }

    [Fact]
    public async Task Housekeeping_ADeletedGraph_IsRemovedBehindTheAnswer()
    {
        await _graphs.CreateGraphAsync(_project, "g1", new GraphFields(), default);
        await _graphs.DeleteGraphAsync(_project, "g1", default);
        var housekeeping = new Housekeeping(
            new GraphPurge(_database.Database),
            new IdempotencyLog(_database.Database),
            new BatchRetention(_database.Database, Options.Create(new BatchOptions())),
            new WebhookRetention(_database.Database),
            new RealtimeStore(_database.Database),
            Options.Create(new HousekeepingOptions { Pause = TimeSpan.FromMilliseconds(10), Interval = TimeSpan.FromHours(1) }));

        StepResult result;
        do
        {
            result = await housekeeping.StepAsync(0, default);
        }
        while (result.After == TimeSpan.FromMilliseconds(10));

        result.After.ShouldBe(TimeSpan.FromHours(1));
        (await _database.ScalarAsync<long>("SELECT count(*) FROM graph_purge")).ShouldBe(0);
    }

    private sealed class RecordingWakeups : IWakeups
    {
        public List<WorkKey> Woken { get; } = [];

        public ValueTask WakeAsync(ReadOnlyMemory<WorkKey> ids, CancellationToken cancellationToken)
        {
            Woken.AddRange(ids.Span);
            return ValueTask.CompletedTask;
        }
    }
}
