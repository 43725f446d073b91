using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

public sealed class GraphTests(TestDatabase database) : MemoryFixture(database)
{
    [Fact]
    public async Task CreateGraphAsync_Twice_IsRefusedAndTheFirstStays()
    {
        var first = await Graphs.CreateGraphAsync(
            Project, "g1", new GraphFields { Name = "First", Description = "d", TimeZone = "UTC" }, default);

        var error = await RefusedAsync(() => Graphs.CreateGraphAsync(Project, "g1", new GraphFields { Name = "Second" }, default));

        error.Message.ShouldBe("graph already exists with graph_id: g1");
        (await Graphs.FindGraphAsync(Project, "g1", default)).ShouldBe(first);
    }

    [Fact]
    public async Task UpdateGraphAsync_ANewName_IsFoundByItAndNoLongerByTheOldOne()
    {
        await Graphs.CreateGraphAsync(Project, "g1", new GraphFields { Name = "Alt", Description = "kept" }, default);

        var updated = await Graphs.UpdateGraphAsync(Project, "g1", new GraphFields { Name = "ÜBER" }, default);

        updated!.Description.ShouldBe("kept");
        (await SearchAsync("über")).ShouldBe(["g1"]);
        (await SearchAsync("alt")).ShouldBeEmpty();
        (await Graphs.UpdateGraphAsync(Project, "none", new GraphFields(), default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("50%", "50%-off")]
    [InlineData("a_b", "a_b")]
    [InlineData("\\", "back\\slash")]
    [InlineData("ЖУРНАЛ", "Журнал")]
    [InlineData("'", "it's")]
    public async Task ListGraphsAsync_SearchedFor_TakesEveryCharacterLiterallyInAnyCase(string search, string expected)
    {
        foreach (var id in (string[])["50%-off", "500-off", "a_b", "axb", "back\\slash", "Журнал", "it's"])
        {
            await NewGraphAsync(id);
        }

        (await SearchAsync(search)).ShouldBe([expected]);
    }

    [Fact]
    public async Task ListGraphsAsync_Pages_ShowEachGraphOnceInEveryOrder()
    {
        await NewThreadAsync("u1");
        for (var i = 0; i < 7; i++)
        {
            await Graphs.CreateGraphAsync(
                Project, $"g{i}", new GraphFields { Name = i % 3 == 0 ? null : $"name {i % 2}" }, default);
        }

        foreach (var order in Enum.GetValues<GraphOrder>())
        {
            foreach (var ascending in (bool[])[true, false])
            {
                var seen = new List<string>();
                for (var page = 1; page <= 4; page++)
                {
                    var found = await Graphs.ListGraphsAsync(Project, new GraphQuery(page, 2, null, order, ascending), default);
                    found.TotalCount.ShouldBe(7);
                    seen.AddRange(found.Graphs.Select(g => g.GraphId));
                }

                seen.Order().ShouldBe(["g0", "g1", "g2", "g3", "g4", "g5", "g6"]);
                if (order != GraphOrder.Name)
                {
                    seen.ShouldBe(ascending ? seen.Order() : seen.OrderDescending());
                }
            }
        }

        (await Graphs.ListGraphsAsync(Project, new GraphQuery(int.MaxValue, 100), default)).Graphs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Lists_PagedBehindAnId_ShowEachOnceThoughOthersComeAndGo()
    {
        foreach (var i in Enumerable.Range(0, 5))
        {
            await Users.CreateUserAsync(Project, $"u{i}", new UserFields(), default);
            await Threads.CreateThreadAsync(Project, $"t{i}", $"u{i}", default);
            await NewGraphAsync($"g{i}");
        }

        (await Users.ListUsersAsync(Project, new IdQuery(2, 2), default)).TotalCount.ShouldBe(5);
        (await Users.ListUsersAsync(Project, new IdQuery(2, 2), default)).Users.Select(u => u.UserId).ShouldBe(["u2", "u3"]);
        var users = (await Users.ListUsersAsync(Project, new IdQuery(1, 2, ""), default)).Users.Select(u => u.UserId).ToList();
        await Deletion.DeleteUserAsync(Project, "u0", default);
        users.AddRange((await Users.ListUsersAsync(Project, new IdQuery(1, 9, users[^1]), default)).Users.Select(u => u.UserId));
        users.ShouldBe(["u0", "u1", "u2", "u3", "u4"]);

        var graphs = await Graphs.ListGraphsAsync(Project, new GraphQuery(PageSize: 9, After: "g1"), default);
        graphs.Graphs.Select(g => g.GraphId).ShouldBe(["g2", "g3", "g4"]);
        graphs.TotalCount.ShouldBeNull();
        (await Threads.ListThreadsAsync(Project, new IdQuery(), default)).Threads.Select(t => t.UserId).ShouldBe(["u1", "u2", "u3", "u4"]);
        (await Threads.ListThreadsAsync(new ProjectId(Project.Value + 1), new IdQuery(), default)).Threads.ShouldBeEmpty();
    }

    private async Task<IEnumerable<string>> SearchAsync(string search) =>
        (await Graphs.ListGraphsAsync(Project, new GraphQuery(Search: search), default)).Graphs.Select(g => g.GraphId);
}
