namespace Orleans.Batch.Gateway.Tests.V4;

/// <summary>Page sizes, orders, and cursors that belong to their query.</summary>
public sealed class PagingTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    [Theory]
    [InlineData("", 50)]
    [InlineData("?page_size=7", 7)]
    [InlineData("?limit=7", 7)]
    [InlineData("?page_size=7&limit=9", 7)]
    [InlineData("?page_size=5000", 200)]
    public async Task PageSize_OfAList_IsReadAndBounded(string query, int size)
    {
        var host = fixture.Fresh();
        await host.GetAsync("api/v4/batches" + query);
        await host.GetAsync("api/v4/tasks" + query);
        await host.PostAsync("api/v4/users/list" + query, []);

        host.Service.Queries.Cast<BatchQuery>().Single().Limit.ShouldBe(size);
        host.Directory.Queries.OfType<TaskQuery>().Single().Limit.ShouldBe(size);
        host.Directory.Queries.OfType<SortedQuery>().Single().Limit.ShouldBe(size);
    }

    [Theory]
    [InlineData("users/list?order_by=email&order=desc", SortKey.Email, true)]
    [InlineData("users/list?order_by=user_id", SortKey.Id, false)]
    [InlineData("graphs/list?order_by=name&order=asc", SortKey.Name, false)]
    public async Task Order_OfAList_IsPassedOn(string path, SortKey key, bool descending)
    {
        var host = fixture.Fresh();
        (await host.PostAsync("api/v4/" + path, [])).Status.ShouldBe(200);

        host.Directory.Queries.ShouldBe([new SortedQuery(50, null, key, descending)]);
    }

    [Theory]
    [InlineData("users/list?order_by=name")]
    [InlineData("users/list?order=up")]
    [InlineData("users/list?page_size=0")]
    [InlineData("users/list?cursor=x")]
    [InlineData("users/list?cursor=AAAA")]
    public async Task Query_ThatIsNone_Is400(string path) =>
        (await fixture.Fresh().PostAsync("api/v4/" + path, [])).ShouldBeErrorV4(400, "invalid_request");

    [Fact]
    public async Task Cursor_OfItsQuery_ComesBackAsThePosition()
    {
        var host = fixture.Fresh();
        host.Directory.NextCursor = "position 1 é";
        var path = "api/v4/users/list?order_by=email&page_size=3";
        var cursor = (await host.PostAsync(path, [])).Json.GetProperty("next_cursor").GetString()!;
        cursor.ShouldMatch("^[A-Za-z0-9_-]+$");

        (await host.PostAsync($"{path}&cursor={cursor}", [])).Status.ShouldBe(200);
        (await host.PostAsync(path, $$"""{"cursor":"{{cursor}}"}""")).Status.ShouldBe(200);
        (await host.PostAsync($"api/v4/users/list?page_size=9&order_by=email&cursor={cursor}", [])).Status.ShouldBe(200);

        host.Directory.Queries.Cast<SortedQuery>().Select(q => q.Cursor).ShouldBe([null, "position 1 é", "position 1 é", "position 1 é"]);
    }

    [Theory]
    [InlineData("users/list?cursor=")]
    [InlineData("users/list?order_by=email&order=desc&cursor=")]
    [InlineData("graphs/list?order_by=email&cursor=")]
    public async Task Cursor_OfAnotherQuery_Is400(string path)
    {
        var host = fixture.Fresh();
        host.Directory.NextCursor = "p";
        var cursor = (await host.PostAsync("api/v4/users/list?order_by=email", [])).Json.GetProperty("next_cursor").GetString()!;

        var error = (await host.PostAsync($"api/v4/{path}{cursor}", [])).ShouldBeErrorV4(400, "invalid_request");

        if (!path.StartsWith("graphs", StringComparison.Ordinal))
        {
            error.GetProperty("param").GetString().ShouldBe("cursor");
        }
    }

    [Fact]
    public async Task Cursor_ThatWasChanged_Is400()
    {
        var host = fixture.Fresh();
        var cursor = (await host.GetAsync("api/v4/batches")).Json.GetProperty("next_cursor").GetString()!;

        (await host.GetAsync($"api/v4/batches?cursor={cursor}")).Status.ShouldBe(200);
        host.Service.Queries.Cast<BatchQuery>().Last().Cursor.ShouldBe(42);
        var changed = cursor[..^2] + (cursor[^2] == 'x' ? 'y' : 'x') + cursor[^1];
        (await host.GetAsync($"api/v4/batches?cursor={changed}")).ShouldBeErrorV4(400, "invalid_request");
    }

    [Theory]
    [InlineData(null, 5L)]
    [InlineData(3L, 2L)]
    public async Task Messages_NewestFirst_AreCountedFromTheOldest(long? end, long total)
    {
        var host = fixture.Fresh();
        var path = $"api/v4/threads/{FakeDirectory.ThreadUuid}/messages?order=desc&page_size=2";
        var first = (await host.GetAsync(path)).Json;
        first.GetProperty("total_size").GetInt64().ShouldBe(5);
        host.Memory.Queries.ShouldBe([new MessageQuery(Last: 2)]);

        if (end is not null)
        {
            await host.GetAsync($"{path}&cursor={first.GetProperty("next_cursor").GetString()}");
            host.Memory.Queries[1].ShouldBe(new MessageQuery(2, total));
        }
    }
}
