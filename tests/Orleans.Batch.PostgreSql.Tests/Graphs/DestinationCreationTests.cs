using Orleans.Batch.Facts;
using Orleans.Batch.PostgreSql.Graphs;
using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

/// <summary>Users, graphs and threads that are created together.</summary>
public sealed class DestinationCreationTests(TestDatabase database) : MemoryFixture(database)
{
    // Without keys, identities and times, which differ between two creations.
    private const string Rows =
        """
        SELECT coalesce(string_agg(row, E'\n' ORDER BY row COLLATE "C"), '') FROM (
            SELECT 'user ' || (to_jsonb(u) - '{user_key,project_key,user_uuid,graph_key,created_at,updated_at}'::text[])::text
                || (to_jsonb(g) - '{graph_key,project_key,graph_uuid,created_at,updated_at}'::text[])::text
                || (to_jsonb(s) - '{graph_key}'::text[])::text || (to_jsonb(n) - '{node_uuid,created_at}'::text[])::text
                || (u.created_at = g.created_at AND u.updated_at = u.created_at AND n.created_at = u.created_at)::text AS row
            FROM memory_user u JOIN graph g USING (graph_key) JOIN graph_state s USING (graph_key)
            JOIN node n ON n.node_uuid >= (lpad(to_hex(graph_key), 12, '0') || repeat('0', 20))::uuid
                AND n.node_uuid < (lpad(to_hex(graph_key + 1), 12, '0') || repeat('0', 20))::uuid
            WHERE u.project_key = $1
            UNION ALL
            SELECT 'graph ' || (to_jsonb(g) - '{graph_key,project_key,graph_uuid,created_at,updated_at}'::text[])::text || (to_jsonb(s) - '{graph_key}'::text[])::text
            FROM graph g JOIN graph_state s USING (graph_key) WHERE g.project_key = $1 AND g.graph_id IS NOT NULL
            UNION ALL
            SELECT 'thread ' || t.thread_id || ' ' || u.user_id || (t.graph_key = u.graph_key)::text
            FROM thread t JOIN memory_user u USING (user_key) WHERE t.project_key = $1) AS rows(row)
        """;

    private const string Graphless =
        """
        SELECT count(*) FROM graph g LEFT JOIN memory_user u USING (graph_key) LEFT JOIN graph_state s USING (graph_key)
        WHERE g.project_key = $1 AND (s.graph_key IS NULL OR (g.graph_id IS NULL AND u.user_key IS NULL))
        """;

    private readonly DirectoryStore _directory = new(database.Database);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Create_SomeCalls_LeaveTheRowsOfCreatingOneByOne(int seed)
    {
        var random = new Random(seed);
        var other = await Database.NewProjectAsync();
        for (var call = 0; call < 6; call++)
        {
            var given = Sample(random);
            var expected = await CreateSinglyAsync(other, given);

            var created = (await _directory.CreateDestinationsAsync(Project, given, null, default)).Value;

            created.Created.ShouldBe(expected);
            (created.Existing.Users, created.Existing.Graphs, created.Existing.Threads).ShouldBe(
                (given.Users.Count - expected.Users, given.Graphs.Count - expected.Graphs, given.Threads.Count - expected.Threads));
        }

        var rows = await RowsAsync(Project);
        rows.ShouldBe(await RowsAsync(other));
        rows.ShouldNotBeNull().ShouldContain("user ");
        rows.ShouldContain("graph ");
        rows.ShouldContain("thread ");
    }

    [Fact]
    public async Task Create_User_HasTheNodeOfItsGraph()
    {
        await CreateAsync(users: ["ann"]);

        var node = await Nodes.FindNodeAsync(Project, NodeId.OfUser(await UserGraphKeyAsync("ann")), default);
        node.ShouldNotBeNull().Name.ShouldBe("ann");
        await Graphs.CreateGraphAsync(Project, "next", new GraphFields(), default); // the keys go on after those that were taken
    }

    [Fact]
    public async Task Create_OverlappingCallsAtOnce_EachIsCreatedOnce()
    {
        const int ids = 300;
        for (var round = 0; round < 4; round++)
        {
            var from = round * ids;
            var calls = Enumerable.Range(0, 8).Select(c =>
            {
                var random = new Random((round * 8) + c);
                string[] Some(string prefix) => [.. Enumerable.Range(from, ids).Where(i => i % 8 == c || random.Next(2) == 0).OrderBy(_ => random.Next()).Select(i => prefix + i)];
                var users = Some("u");
                return new NewDestinations(
                    [.. users.Select(u => new NewUser(u, new()))],
                    [.. Some("g").Select(g => new NewGraph(g, new()))],
                    [.. users.Select(u => new NewThread("t" + u, u))]);
            }).ToArray();

            var created = await Task.WhenAll(calls.Select(c => Task.Run(() => _directory.CreateDestinationsAsync(Project, c, null, default).AsTask())));

            created.Sum(c => c.Value.Created.Users).ShouldBe(ids);
            created.Sum(c => c.Value.Created.Graphs).ShouldBe(ids);
            created.Sum(c => c.Value.Created.Threads).ShouldBe(ids);
            created.Zip(calls).ShouldAllBe(c => c.First.Value.Created.Users + c.First.Value.Existing.Users == c.Second.Users.Count);
        }

        (await Database.ScalarAsync<long>("SELECT count(*) FROM memory_user WHERE project_key = $1", Project.Value)).ShouldBe(4 * ids);
        (await Database.ScalarAsync<long>(Graphless, Project.Value)).ShouldBe(0);
    }

    [Fact]
    public async Task Create_SomethingWrong_TellsEverythingAndCreatesNothing()
    {
        await NewThreadAsync("ann", "t1");
        await NewThreadAsync("bo");
        var bo = (await Users.FindUserAsync(Project, "bo", default))!.Uuid;
        var before = await Database.ScalarAsync<long>("SELECT count(*) FROM graph WHERE project_key = $1", Project.Value);
        var given = new NewDestinations(
            [new("new", new()), new(bo.ToString(), new())],
            [new("new", new())],
            [new("t2", "new"), new("t1", "bo"), new("t3", "missing"), new("t2", "ann"), new("t1", "ann")]);
        var key = new IdempotencyKey("/destinations", "k", new byte[32]);

        var refused = await RefusedAsync(() => _directory.CreateDestinationsAsync(Project, given, key, default));

        refused.Kind.ShouldBe(ErrorKind.InvalidRequest);
        refused.Problems.Select(p => (p.Index, p.Field, p.Code)).ShouldBe(
            [
                (1, "users[1].user_id", ErrorCodes.AlreadyExists),
                (1, "threads[1].thread_id", ErrorCodes.AlreadyExists),
                (2, "threads[2].user_id", ErrorCodes.NotFound),
                (3, "threads[3].thread_id", ErrorCodes.AlreadyExists),
            ]);
        (await Users.FindUserAsync(Project, "new", default)).ShouldBeNull();
        (await Graphs.FindGraphAsync(Project, "new", default)).ShouldBeNull();
        (await Database.ScalarAsync<long>("SELECT count(*) FROM graph WHERE project_key = $1", Project.Value)).ShouldBe(before);
        (await Database.ScalarAsync<long>("SELECT count(*) FROM thread WHERE project_key = $1", Project.Value)).ShouldBe(1);
        (await Database.ScalarAsync<long>("SELECT count(*) FROM idempotency WHERE project_key = $1", Project.Value)).ShouldBe(0);
    }

    [Fact]
    public async Task Create_IdsOfAnotherProject_AreFreeHereAndItsUsersUnknown()
    {
        var other = await Database.NewProjectAsync();
        await _directory.CreateDestinationsAsync(other, new([new("ann", new())], [new("g", new())], [new("t", "ann")]), null, default);

        (await RefusedAsync(() => _directory.CreateDestinationsAsync(Project, new([], [], [new("t", "ann")]), null, default))).Code.ShouldBe(ErrorCodes.NotFound);
        (await CreateAsync(["ann", (await Users.FindUserAsync(other, "ann", default))!.Uuid.ToString()], ["g"], ("t", "ann"))).Created.ShouldBe(new(2, 1, 1));
    }

    [Fact]
    public async Task Create_UserThatIsKnownByTheTextOfItsUuid_Exists()
    {
        var uuid = Guid.NewGuid();
        await _directory.CreateUserAsync(Project, uuid, null, new UserFields(), default);

        (await CreateAsync([uuid.ToString()], [], ("t", uuid.ToString()))).ShouldBe(new(new(0, 0, 1), new(1, 0, 0)));
    }

    [Fact]
    public async Task Create_Existing_IsLeftAsItIs()
    {
        await Users.CreateUserAsync(Project, "ann", new UserFields { FirstName = "Ann" }, default);
        var ann = await Users.FindUserAsync(Project, "ann", default);

        var created = await _directory.CreateDestinationsAsync(
            Project, new([new("ann", new() { FirstName = "Other" }), new("bo", new() { FirstName = "Bo" }), new("bo", new())], [], []), null, default);

        created.Value.ShouldBe(new(new(1, 0, 0), new(2, 0, 0)));
        (await Users.FindUserAsync(Project, "ann", default)).ShouldBe(ann);
        (await Users.FindUserAsync(Project, "bo", default))!.FirstName.ShouldBe("Bo");
    }

    [Fact]
    public async Task Create_AgainWithItsKey_ReturnsTheFirstCounts()
    {
        var given = new NewDestinations([new("ann", new())], [new("g", new())], [new("t", "ann"), new("t", "ann")]);
        var key = new IdempotencyKey("/destinations", "k", new byte[32]);
        var first = await _directory.CreateDestinationsAsync(Project, given, key, default);

        var again = await _directory.CreateDestinationsAsync(Project, given, key, default);

        first.ShouldBe(new(new(new(1, 1, 1), new(0, 0, 1)), Replayed: false));
        again.ShouldBe(first with { Replayed = true });
    }

    private async Task<CreatedDestinations> CreateAsync(string[] users, string[]? graphs = null, params (string Thread, string User)[] threads) =>
        (await _directory.CreateDestinationsAsync(
            Project,
            new([.. users.Select(u => new NewUser(u, new()))], [.. (graphs ?? []).Select(g => new NewGraph(g, new()))], [.. threads.Select(t => new NewThread(t.Thread, t.User))]),
            null,
            default)).Value;

    private Task<string?> RowsAsync(ProjectId project) => Database.ScalarAsync<string>(Rows, project.Value);

    // A thread's user follows from its id, so that it is never another's.
    private static NewDestinations Sample(Random random)
    {
        string? Maybe(string text) => random.Next(2) == 0 ? null : $"{text} Ünï {random.Next(5)}";
        var users = Enumerable.Range(0, random.Next(12) + 8).Select(_ => random.Next(20)).ToArray();
        return new(
            [.. users.Select(u => new NewUser($"Ü-{u}", new()
            {
                Email = Maybe("e"), FirstName = Maybe(" First"), LastName = Maybe("Last"), TimeZone = Maybe("z"),
                Metadata = random.Next(2) == 0 ? null : new JsonText("""{"b": 1.50}"""), DisableDefaultOntology = random.Next(3) switch { 0 => null, 1 => true, _ => false },
            }))],
            [.. Enumerable.Range(0, random.Next(8)).Select(_ => new NewGraph($"G {random.Next(12)}", new() { Name = Maybe("N"), Description = Maybe("D"), TimeZone = Maybe("z") }))],
            [.. Enumerable.Range(0, random.Next(12)).Select(_ => users[random.Next(users.Length)]).Select(u => new NewThread($"T {random.Next(3)} of {u}", $"Ü-{u}"))]);
    }

    private async Task<DestinationCounts> CreateSinglyAsync(ProjectId project, NewDestinations given)
    {
        return new(
            await CountAsync(given.Users, async u => await Users.CreateUserAsync(project, u.UserId, u.Fields, default)),
            await CountAsync(given.Graphs, async g => await Graphs.CreateGraphAsync(project, g.GraphId, g.Fields, default)),
            await CountAsync(given.Threads, async t => await Threads.CreateThreadAsync(project, t.ThreadId, t.UserId, default)));

        static async Task<int> CountAsync<T>(IEnumerable<T> entries, Func<T, Task> create)
        {
            var created = 0;
            foreach (var entry in entries)
            {
                try
                {
                    await create(entry);
                    created++;
                }
                catch (BatchServiceException e) when (e.Code == ErrorCodes.AlreadyExists)
                {
                    // It counts as existing.
                }
            }

            return created;
        }
    }
}
