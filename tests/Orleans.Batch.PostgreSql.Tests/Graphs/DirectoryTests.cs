using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

/// <summary>Users, threads and graphs by the identities that the service gave them.</summary>
public sealed class DirectoryTests(TestDatabase database) : MemoryFixture(database)
{
    private readonly DirectoryStore _directory = new(database.Database);

    [Fact]
    public async Task CreateUser_WithoutAnId_IsStoredUnderTheTextOfItsIdentity()
    {
        var uuid = Guid.NewGuid();
        var user = await _directory.CreateUserAsync(Project, uuid, null, new UserFields { FirstName = "Ann" }, default);

        (user.Uuid, user.UserId, user.FirstName).ShouldBe((uuid, uuid.ToString(), "Ann"));
        (await Users.FindUserAsync(Project, uuid.ToString(), default)).ShouldBe(user);
    }

    [Fact]
    public async Task Create_Again_ReturnsTheFirstAndAddsNothing()
    {
        var (user, thread, graph) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        var first = await _directory.CreateUserAsync(Project, user, "ann", new UserFields { FirstName = "Ann" }, default);
        var firstThread = await _directory.CreateThreadAsync(Project, thread, user, default);
        var firstGraph = await _directory.CreateGraphAsync(Project, graph, new GraphFields { Name = "n" }, default);
        var graphs = await Database.ScalarAsync<long>("SELECT count(*) FROM graph WHERE project_key = $1", Project.Value);

        (await _directory.CreateUserAsync(Project, user, "ann", new UserFields { FirstName = "Bo" }, default)).ShouldBe(first);
        (await _directory.CreateThreadAsync(Project, thread, user, default)).ShouldBe(firstThread);
        (await _directory.CreateGraphAsync(Project, graph, new GraphFields { Name = "m" }, default)).ShouldBe(firstGraph);

        (await Database.ScalarAsync<long>("SELECT count(*) FROM graph WHERE project_key = $1", Project.Value)).ShouldBe(graphs);
    }

    [Fact]
    public async Task CreateUser_IdInUse_IsRefused()
    {
        await Users.CreateUserAsync(Project, "ann", new UserFields(), default);

        var refused = await Should.ThrowAsync<BatchServiceException>(
            async () => await _directory.CreateUserAsync(Project, Guid.NewGuid(), "ann", new UserFields(), default));

        refused.Code.ShouldBe(ErrorCodes.AlreadyExists);
    }

    [Fact]
    public async Task CreateThread_OfAUserOfAnotherProject_IsNone()
    {
        var other = await Database.NewProjectAsync();
        var user = await _directory.CreateUserAsync(other, Guid.NewGuid(), null, new UserFields(), default);

        (await _directory.CreateThreadAsync(Project, Guid.NewGuid(), user.Uuid, default)).ShouldBeNull();
    }

    [Fact]
    public async Task Find_EachKind_HasItsGraphAndUser()
    {
        await NewThreadAsync("ann", "t1");
        var user = (await Users.FindUserAsync(Project, "ann", default))!;
        var thread = (await Threads.FindMessagesAsync(Project, "t1", new MessageQuery(), default))!.Thread;
        var graph = await NewGraphAsync("g1");
        ObjectAddress[] known =
        [
            new(AddressKind.User, user.Uuid, "ann", user.GraphUuid, user.Uuid),
            new(AddressKind.Thread, thread.Uuid, "t1", user.GraphUuid, user.Uuid),
            new(AddressKind.Graph, graph.Uuid, "g1", graph.Uuid, null),
        ];

        var byUuid = await _directory.FindByUuidAsync(
            Project, [Guid.NewGuid(), user.Uuid, thread.Uuid, graph.Uuid, user.GraphUuid], default);
        var byId = await _directory.FindByIdAsync(Project, new ObjectIds(["ann", "no"], ["t1"], ["g1", "ann"]), default);

        byUuid.ShouldBe([.. known, new(AddressKind.UserGraph, user.GraphUuid, "ann", user.GraphUuid, user.Uuid)], ignoreOrder: true);
        byId.ShouldBe(known, ignoreOrder: true);
        var other = await Database.NewProjectAsync();
        (await _directory.FindByUuidAsync(other, [user.Uuid, thread.Uuid, graph.Uuid, user.GraphUuid], default)).ShouldBeEmpty();
        (await _directory.FindByIdAsync(other, new ObjectIds(["ann"], ["t1"], ["g1"]), default)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(SortKey.CreatedAt)]
    [InlineData(SortKey.UpdatedAt)]
    [InlineData(SortKey.Uuid)]
    [InlineData(SortKey.Id)]
    [InlineData(SortKey.Email)]
    public async Task List_InAnyOrder_ReturnsEachOnce(SortKey order)
    {
        for (var i = 0; i < 7; i++)
        {
            var fields = new UserFields { Email = i % 3 == 0 ? null : $"{'c' - (i % 2)}@x" };
            await _directory.CreateUserAsync(Project, Guid.NewGuid(), i % 2 == 0 ? null : $"u{9 - i}", fields, default);
        }

        await Users.CreateUserAsync(await Database.NewProjectAsync(), "other", new UserFields(), default);
        var ascending = await ReadAllAsync(new SortedQuery(2, Order: order));
        var descending = await ReadAllAsync(new SortedQuery(3, Order: order, Descending: true));

        ascending.Select(u => u.Uuid).Distinct().Count().ShouldBe(7);
        descending.Select(u => u.Uuid).ShouldBe(ascending.Select(u => u.Uuid).Reverse());
        if (order == SortKey.Id)
        {
            ascending.Select(u => u.UserId).ShouldBe(ascending.Select(u => u.UserId).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task ListThreads_OfAUser_LeavesOutTheOthers()
    {
        await NewThreadAsync("ann", "t1", "t2");
        await NewThreadAsync("bo", "t3");
        var ann = (await Users.FindUserAsync(Project, "ann", default))!;

        var page = await _directory.ListThreadsAsync(Project, new SortedQuery { UserUuid = ann.Uuid }, default);

        page.Items.Select(t => t.ThreadId).ShouldBe(["t1", "t2"]);
        page.NextCursor.ShouldBeNull();
        (await _directory.ListThreadsAsync(Project, new SortedQuery(), default)).Items.Count.ShouldBe(3);
    }

    [Fact]
    public async Task ListGraphs_LeavesOutThoseOfUsers()
    {
        await NewThreadAsync("ann");
        await NewGraphAsync("g1");

        var page = await _directory.ListGraphsAsync(Project, new SortedQuery(Order: SortKey.Name), default);

        page.Items.Select(g => g.GraphId).ShouldBe(["g1"]);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("0f6e0000-0000-7000-8000-000000000000")]
    [InlineData("0f6e0000-0000-7000-8000-000000000000 yesterday")]
    public async Task List_CursorThatIsNone_IsRefused(string cursor) => (await Should.ThrowAsync<BatchServiceException>(
        async () => await _directory.ListUsersAsync(Project, new SortedQuery(Cursor: cursor), default))).Code.ShouldBe(ErrorCodes.OutOfRange);

    private async Task<List<User>> ReadAllAsync(SortedQuery query)
    {
        var all = new List<User>();
        string? cursor = null;
        do
        {
            var page = await _directory.ListUsersAsync(Project, query with { Cursor = cursor }, default);
            page.Items.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            all.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);
        return all;
    }
}
