namespace Orleans.Batch.Dashboard.Tests;

/// <summary>Pages that are open while something happens.</summary>
public sealed class WatchTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    [Fact]
    public async Task Watch_ABatchFromDraftToPartial_BothPagesFollowWithoutReload()
    {
        await Api.CreateGraphsAsync("customers", "orders");
        var batch = await Api.DraftAsync(
            [.. Items.Good("customers", 1_500), Items.Json("orders", Items.Broken), .. Items.Good("orders", 500), Items.Json("orders", "{")],
            new { name = "nightly export" });
        var one = await SignInAsync();
        await one.GotoAsync($"/batches/{batch}");
        await LiveAsync(one);
        var list = await one.Context.NewPageAsync();
        await list.GotoAsync("/batches");
        await LiveAsync(list);
        foreach (var page in (IPage[])[one, list])
        {
            await page.EvaluateAsync("window.stillHere = true");
            await Assertions.Expect(page.GetByText("Draft", new() { Exact = true })).ToBeVisibleAsync();
        }

        await Assertions.Expect(one.GetByRole(AriaRole.Button, new() { Name = "Process 2,002 items" })).ToBeVisibleAsync();

        await Api.ProcessAsync(batch);

        foreach (var page in (IPage[])[one, list])
        {
            await Assertions.Expect(page.GetByText("Partial", new() { Exact = true })).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByText("2,002 of 2,002")).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByText("2 failed", new() { Exact = true }).First).ToBeVisibleAsync();
            (await page.EvaluateAsync<bool>("window.stillHere === true")).ShouldBeTrue("the page was not loaded again");
        }

        await Assertions.Expect(one.Locator("#live")).ToHaveTextAsync("Up to date"); // nothing is replaced any more
        var bar = await one.Locator("main .bar .fill-succeeded").EvaluateAsync<double>("e => e.getBoundingClientRect().width / e.closest('.bar').getBoundingClientRect().width");
        bar.ShouldBe(2_000 / 2_002.0, 0.01);
        await Assertions.Expect(one.GetByRole(AriaRole.Link, new() { Name = "Retry…" })).ToBeVisibleAsync();
        await Assertions.Expect(one.GetByRole(AriaRole.Button, new() { Name = "Process" })).ToHaveCountAsync(0); // processing is no longer possible
    }

    [Fact]
    public async Task Watch_ANewBatch_IsAnnouncedAndNothingMoves()
    {
        await Api.DraftAsync([], new { name = "the first" });
        var page = await SignInAsync();
        await LiveAsync(page);
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "the first" });
        var before = await row.BoundingBoxAsync();

        await Api.DraftAsync([], new { name = "the second" });

        var news = page.Locator("#news").GetByRole(AriaRole.Link);
        await Assertions.Expect(news).ToBeVisibleAsync();
        (await row.BoundingBoxAsync())!.Y.ShouldBe(before!.Y, "nothing moves under the pointer");
        await news.ClickAsync();
        await Assertions.Expect(page.GetByText("the second")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Watch_ItemsAddedToADraft_CanBeProcessedWithoutReload()
    {
        await Api.CreateGraphsAsync("g");
        var batch = await Api.DraftAsync([]);
        var page = await SignInAsync();
        await page.GotoAsync($"/batches/{batch}");
        await LiveAsync(page);

        await Api.PostAsync($"batches/{batch}/items", new { items = Items.Good("g", 1) });
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Process 1 item", Exact = true })).ToBeVisibleAsync();
        await Api.PostAsync($"batches/{batch}/items", new { items = Items.Good("g", 2) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Process 3 items" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("Processing has begun: 3 items.");
    }

    /// <summary>A menu captures the release of the button that opened it.</summary>
    [Fact]
    public async Task Watch_AfterTheSecondaryButtonWasPressed_GoesOn()
    {
        await Api.CreateGraphsAsync("g");
        var batch = await Api.DraftAsync([]);
        var page = await SignInAsync();
        await page.GotoAsync($"/batches/{batch}");
        await LiveAsync(page);

        await page.Mouse.DownAsync(new() { Button = MouseButton.Right });

        await Api.PostAsync($"batches/{batch}/items", new { items = Items.Good("g", 1) });
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Process 1 item", Exact = true })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Watch_WebhooksOfABatch_AreToldOfAfterItsEnd()
    {
        await Api.CreateGraphsAsync("g");
        foreach (var path in (string[])["hooks", "broken"])
        {
            await Api.PostAsync("webhooks/endpoints", new { url = ReceiverUrl + path, events = new[] { "ingest.batch.completed" } });
        }

        var batch = await Api.DraftAsync(Items.Good("g", 3));
        var page = await SignInAsync();
        await page.GotoAsync($"/batches/{batch}");
        await LiveAsync(page);

        await Api.ProcessAsync(batch);

        var life = page.Locator("#batch-life");
        await Assertions.Expect(life).ToContainTextAsync("Webhook of the end delivered to " + ReceiverUrl + "hooks");
        await Assertions.Expect(life).ToContainTextAsync("Webhook of the end failed");
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Up to date");
        await life.GetByRole(AriaRole.Link, new() { Name = ReceiverUrl + "broken" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Deliveries" })).ToContainTextAsync("failed, 503");
    }

    [Fact]
    public async Task Restart_WhileAPageIsOpen_SaysSoAndGoesOn()
    {
        await using var server = await DashboardServer.StartAsync();
        var key = await server.NewProjectAsync();
        using var api = new Api(server.Url, key.Secret);
        await api.CreateGraphsAsync("g");
        var batch = await api.DraftAsync(Items.Good("g", 20));
        var (page, watch) = await NewWindowAsync(server: server);
        watch.Forgive("net::ERR_"); // the server is down for a while
        await page.SignInAsync(key.Secret);
        await page.GotoAsync($"/batches/{batch}");
        await LiveAsync(page);
        await page.EvaluateAsync("window.stillHere = true");

        await server.StopAsync();
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Reconnecting");
        await Assertions.Expect(page.GetByText("Draft", new() { Exact = true })).ToBeVisibleAsync();

        await server.StartAgainAsync();
        await Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
        await api.ProcessAsync(batch);
        await Assertions.Expect(page.GetByText("Succeeded", new() { Exact = true })).ToBeVisibleAsync();
        (await page.EvaluateAsync<bool>("window.stillHere === true")).ShouldBeTrue("the page was not loaded again");
    }

    [Fact]
    public async Task Actions_WhenTheServerCouldNotAnswerAtOnce_FollowLater()
    {
        await Api.CreateGraphsAsync("g");
        var batch = await Api.DraftAsync(Items.Good("g", 20));
        var (page, watch) = await NewWindowAsync();
        await page.SignInAsync(Key);
        await page.GotoAsync($"/batches/{batch}");
        await LiveAsync(page);
        watch.Forgive("net::ERR_");
        var refused = 0;
        await page.RouteAsync(
            $"**/batches/{batch}",
            route => Interlocked.Increment(ref refused) == 1 ? route.AbortAsync() : route.ContinueAsync());

        await Api.ProcessAsync(batch);

        await Assertions.Expect(page.GetByText("Succeeded", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Process" })).ToHaveCountAsync(0);
        refused.ShouldBeGreaterThan(1, "the first call had no answer");
    }

    private static Task LiveAsync(IPage page) => Assertions.Expect(page.Locator("#live")).ToHaveTextAsync("Live");
}
