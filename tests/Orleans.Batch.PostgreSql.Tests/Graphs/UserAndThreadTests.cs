using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

public sealed class UserAndThreadTests(TestDatabase database) : MemoryFixture(database)
{
    [Theory]
    [InlineData("u1")]
    [InlineData("with space/and slash?#%")]
    [InlineData("Пользователь-用户-😀")]
    [InlineData("' OR 1=1--")]
    [InlineData("$1; DROP TABLE thread")]
    public async Task CreateUserAsync_AnyId_IsReadBackExactly(string userId)
    {
        var fields = new UserFields
        {
            Email = "a@example.org",
            FirstName = "Avery",
            LastName = "O'Neil",
            Metadata = new JsonText("""{"b": 1.50, "a":[1e400,  "x"]}"""),
            TimeZone = "Europe/Berlin",
            DisableDefaultOntology = true,
        };

        var created = await Users.CreateUserAsync(Project, userId, fields, default);

        created.UserId.ShouldBe(userId);
        created.Metadata.ShouldBe(fields.Metadata);
        created.Uuid.Version.ShouldBe(7);
        created.GraphUuid.ShouldNotBe(created.Uuid);
        created.UpdatedAt.ShouldBe(created.CreatedAt);
        (await Users.FindUserAsync(Project, userId, default)).ShouldBe(created);
    }

    [Fact]
    public async Task CreateUserAsync_ManyAtOnceUnderOneId_MakesOneUserAndOneGraph()
    {
        var before = await Database.ScalarAsync<long>("SELECT count(*) FROM graph_state");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            try
            {
                return (await Users.CreateUserAsync(Project, "u1", new UserFields(), default)).UserId;
            }
            catch (BatchServiceException e) when (e.Code == ErrorCodes.AlreadyExists)
            {
                return e.Message;
            }
        }));

        outcomes.Count(o => o == "u1").ShouldBe(1);
        outcomes.Count(o => o == "user already exists with user_id: u1").ShouldBe(9);
        (await Database.ScalarAsync<long>("SELECT count(*) FROM graph WHERE project_key = $1", Project.Value)).ShouldBe(1);
        (await Database.ScalarAsync<long>("SELECT count(*) FROM graph_state")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task CreateUserAsync_AnotherUsersUuidAsId_IsRefusedInThatProjectOnly()
    {
        var first = await Users.CreateUserAsync(Project, "u1", new UserFields(), default);
        var id = first.Uuid.ToString().ToUpperInvariant();

        (await RefusedAsync(() => Users.CreateUserAsync(Project, id, new UserFields(), default)))
            .Kind.ShouldBe(ErrorKind.InvalidRequest);
        (await Users.CreateUserAsync(await Database.NewProjectAsync(), id, new UserFields(), default)).UserId.ShouldBe(id);
    }

    [Fact]
    public async Task UpdateUserAsync_SomeFields_LeavesTheOthers()
    {
        var created = await Users.CreateUserAsync(
            Project, "u1", new UserFields { Email = "old@example.org", FirstName = "Avery" }, default);
        await Database.ShiftClockAsync(TimeSpan.FromMinutes(1));

        var updated = await Users.UpdateUserAsync(Project, "u1", new UserFields { Email = "new@example.org" }, default);

        updated.ShouldBe(created with { Email = "new@example.org", UpdatedAt = updated!.UpdatedAt });
        updated.UpdatedAt.ShouldBeGreaterThan(created.UpdatedAt.AddSeconds(50));
        (await Users.UpdateUserAsync(Project, "missing", new UserFields(), default)).ShouldBeNull();
    }

    [Fact]
    public async Task EverythingOfAnotherProject_IsNotThere()
    {
        await NewThreadAsync("u1", "t1");
        await NewGraphAsync("g1");
        var other = await Database.NewProjectAsync();

        (await Users.FindUserAsync(other, "u1", default)).ShouldBeNull();
        (await Graphs.FindGraphAsync(other, "g1", default)).ShouldBeNull();
        (await Threads.FindMessagesAsync(other, "t1", new MessageQuery(), default)).ShouldBeNull();
        (await Users.UpdateUserAsync(other, "u1", new UserFields { Email = "x" }, default)).ShouldBeNull();
        (await Graphs.UpdateGraphAsync(other, "g1", new GraphFields { Name = "x" }, default)).ShouldBeNull();
        (await Deletion.DeleteUserAsync(other, "u1", default)).Found.ShouldBeFalse();
        (await Deletion.DeleteThreadAsync(other, "t1", default)).Found.ShouldBeFalse();
        (await Deletion.DeleteGraphAsync(other, "g1", default)).Found.ShouldBeFalse();
        (await Episodes.FindLastEpisodesAsync(other, GraphTarget.ForGraph("g1"), 10, default)).ShouldBeNull();
        (await Episodes.FindEpisodesAsync(other, GraphTarget.ForUser("u1"), new EpisodeQuery(), default)).ShouldBeNull();
        (await RefusedAsync(() => Threads.CreateThreadAsync(other, "t2", "u1", default))).Kind.ShouldBe(ErrorKind.NotFound);
        (await Threads.CreateThreadAsync(Project, "t2", "u1", default)).UserId.ShouldBe("u1");
    }

    [Fact]
    public async Task CreateThreadAsync_AnIdInUse_IsRefusedInZepsWords()
    {
        await NewThreadAsync("u1", "t1");

        var error = await RefusedAsync(() => Threads.CreateThreadAsync(Project, "t1", "u1", default));

        error.Message.ShouldBe("session with id t1 already exists");
        error.Kind.ShouldBe(ErrorKind.InvalidRequest);
    }

    [Fact]
    public async Task FindMessagesAsync_PagesAndLast_AreInTheOrderOfTime()
    {
        await NewThreadAsync("u1", "t1");
        var batch = await NewBatchAsync(BatchStatus.Processing);
        var graphKey = await UserGraphKeyAsync("u1");
        for (var i = 0; i < 5; i++)
        {
            // Later additions have earlier dates; the last two have the same date, in the order of their numbers.
            var day = Math.Max(5 - i, 2);
            await IngestAsync(graphKey, await AddItemAsync(batch, i, 2, "t1", day), i + 1, day, "t1");
        }

        async Task<string[]> Read(MessageQuery query)
        {
            var found = (await Threads.FindMessagesAsync(Project, "t1", query, default))!;
            found.TotalCount.ShouldBe(5);
            found.Thread.UserId.ShouldBe("u1");
            return [.. found.Messages.Select(m => m.Content[^1..])];
        }

        (await Read(new MessageQuery())).ShouldBe(["3", "4", "2", "1", "0"]);
        (await Read(new MessageQuery(Limit: 2, Cursor: 1))).ShouldBe(["4", "2"]);
        (await Read(new MessageQuery(Limit: 2, Cursor: 99))).ShouldBeEmpty();
        (await Read(new MessageQuery(Limit: 1, Cursor: 3, Last: 2))).ShouldBe(["1", "0"]);
        var message = (await Threads.FindMessagesAsync(Project, "t1", new MessageQuery(), default))!.Messages[0];
        (message.ThreadId, message.SpeakerName, message.Role, message.Processed)
            .ShouldBe(("t1", "Avery", (RoleType?)RoleType.User, true));
    }
}
