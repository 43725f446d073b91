namespace Orleans.Batch.Dashboard.Tests;

/// <summary>The tasks of an operator, with script and without.</summary>
public sealed class JourneyTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RepairAndRetry_AFailedItemFoundByItsCode_Succeeds(bool script)
    {
        await Api.CreateGraphsAsync("customers");
        var batch = await Api.BatchAsync([.. Items.Good("customers", 30), Items.Json("customers", Items.Broken)], new { name = "crm export" });
        var page = await SignInAsync(script: script);

        await page.GetByRole(AriaRole.Link, new() { Name = "crm export" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "crm export", Level = 1 })).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#batch-errors")).ToContainTextAsync("1 failed");
        await page.Locator("#batch-errors").GetByRole(AriaRole.Link, new() { Name = "Show items" }).ClickAsync();
        await Assertions.Expect(page.GetByLabel("Error code")).ToHaveValueAsync("invalid_json_data");
        var rows = page.Locator("tbody tr");
        await Assertions.Expect(rows).ToHaveCountAsync(1);
        await rows.GetByRole(AriaRole.Link, new() { Name = "#30" }).ClickAsync();

        var error = page.GetByRole(AriaRole.Region, new() { Name = "Error" });
        await Assertions.Expect(error).ToContainTextAsync(await Api.ErrorOfAsync(batch, 30));
        await Assertions.Expect(error).ToContainTextAsync("Repair the data");
        await Assertions.Expect(page.Locator("main pre").First).ToHaveTextAsync(Items.Broken);

        await page.GetByRole(AriaRole.Button, new() { Name = "Repair in a retry draft" }).ClickAsync();
        await page.Locator("textarea[name=content]").FillAsync("{\"id\":\"c-17\",\"name\":\"Ada\"}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("Saved");
        await page.GetByRole(AriaRole.Button, new() { Name = "Process the draft" }).ClickAsync();

        await page.ArriveAtAsync("/batches/[^/]+$");
        page.Url.ShouldNotContain(batch, customMessage: "the retry is a batch of its own");
        await EventuallyShownAsync(page, "Succeeded", script);
        await page.GotoAsync($"/batches/{batch}/items?status=failed");
        await Assertions.Expect(page.Locator("tbody tr")).ToContainTextAsync("Retried in");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Delete_ADraft_AsksFirst(bool script)
    {
        var batch = await Api.DraftAsync([], new { name = "by mistake" });
        var page = await SignInAsync(script: script);
        await page.GetByRole(AriaRole.Link, new() { Name = "by mistake" }).ClickAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Delete…" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Keep it" }).ClickAsync();
        await page.ArriveAtAsync($"/batches/{batch}$");

        await page.GetByRole(AriaRole.Link, new() { Name = "Delete…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the batch" }).ClickAsync();
        await page.ArriveAtAsync("/batches$");
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("deleted");
        await Assertions.Expect(page.GetByText("by mistake")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task PauseResumeCancel_ABatchThatRuns_SaysWhatItDid()
    {
        await Api.CreateGraphsAsync("orders");
        await using var held = await HeldIngestion.BeginAsync(Server.Database);
        var batch = await Api.DraftAsync(Items.Good("orders", 600));
        await Api.ProcessAsync(batch);
        var page = await SignInAsync();
        await page.GotoAsync($"/batches/{batch}");

        // The result is shown on the page that follows, and on no other: the status may reach the page before, too.
        var did = page.Locator(".notice");
        await page.GetByRole(AriaRole.Button, new() { Name = "Pause" }).ClickAsync();
        await Assertions.Expect(did).ToContainTextAsync("Paused.");
        await Assertions.Expect(page.Locator("#batch-state")).ToContainTextAsync("Paused");
        await page.GetByRole(AriaRole.Button, new() { Name = "Resume" }).ClickAsync();
        await Assertions.Expect(did).ToContainTextAsync("Resumed.");
        await Assertions.Expect(page.Locator("#batch-state")).ToContainTextAsync("Processing");
        await page.GetByRole(AriaRole.Link, new() { Name = "Cancel…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the batch" }).ClickAsync();
        await Assertions.Expect(did).ToContainTextAsync("Canceling.");
        await Assertions.Expect(page.Locator("#batch-state")).ToContainTextAsync("Cancel");

        await held.DisposeAsync();
        await EventuallyShownAsync(page, "Canceled", script: true);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task MissingGraphs_OfAnInvalidBatch_AreMadeAndItsItemsRetried(bool script)
    {
        var batch = await Api.DraftAsync([.. Items.Good("not-there", 3), .. Items.Good("nor-that", 1)], new { name = "too early" });
        await Api.RefusedAsync($"batches/{batch}/process");
        var page = await SignInAsync(script);
        await page.GotoAsync($"/batches/{batch}");

        await page.GetByRole(AriaRole.Link, new() { Name = "Create the missing graphs…" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Missing graphs" }).Locator("tbody tr"))
            .ToHaveTextAsync(["not-there 3", "nor-that 1"]);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create 2 graphs" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("2 graphs were created: not-there, nor-that.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Retry", Exact = true }).ClickAsync();
        await page.ArriveAtAsync("/batches/[^/]+$");
        await EventuallyShownAsync(page, "Succeeded", script);
        await page.GotoAsync($"/batches/{batch}/missing-graphs");
        await Assertions.Expect(page.GetByText("No graph is missing")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("/batches/{0}", true)]
    [InlineData("/graphs/one?graph=notes", false)]
    public async Task MakeFacts_OfWhatWasOnlyStored_AreInTheGraph(string from, bool script)
    {
        await Api.CreateGraphsAsync("notes");
        var batch = await Api.DraftAsync(Items.Good("notes", 3), new { name = "for later" }, "store_only");
        await Api.ProcessAsync(batch);
        await Api.EndOfAsync(batch);
        var page = await SignInAsync(script);
        await page.GotoAsync(from.Replace("{0}", batch, StringComparison.Ordinal));

        await page.GetByRole(AriaRole.Button, new() { Name = "Extract facts" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("extracts facts from 3 episodes");
        await EventuallyShownAsync(page, "Succeeded", script);
        await page.GotoAsync("/graphs/one?graph=notes");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Facts" })).ToContainTextAsync("Customer 3");

        await page.GotoAsync($"/batches/{batch}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Extract facts" }).ClickAsync();
        await Assertions.Expect(page.Locator(".notice")).ToContainTextAsync("No facts were extracted");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("for later");
    }

    [Fact]
    public async Task AnotherProjectsBatch_IsNotListedAndNotThere()
    {
        var other = await Server.NewProjectAsync();
        using var theirs = new Api(Server.Url, other.Secret);
        await theirs.CreateGraphsAsync("g");
        var batch = await theirs.BatchAsync([Items.Json("g", Items.Broken)], new { name = "of another project" });
        var item = (await theirs.GetAsync($"batches/{batch}/items")).GetProperty("items")[0].GetProperty("item_id").GetString();
        var (page, watch) = await NewWindowAsync();
        watch.Forgive("status of 404");
        await page.SignInAsync(Key);

        await Assertions.Expect(page.GetByText("of another project")).ToHaveCountAsync(0);
        foreach (var path in (string[])["", "/items", $"/items/{item}", "/live", "/items.ndjson", "/delete", "/cancel", "/retry", "/validation", "/missing-graphs"])
        {
            var answer = await page.GotoAsync($"/batches/{batch}{path}");
            answer!.Status.ShouldBe(404, path);
            (await page.ContentAsync()).ShouldNotContain("of another project");
        }

        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Not found");
        await page.GetByRole(AriaRole.Link, new() { Name = "All batches" }).ClickAsync();
        await page.ArriveAtAsync("/batches$");
    }

    [Fact]
    public async Task Keyboard_FromSigningInToAnItem_NeedsNoMouse()
    {
        await Api.CreateGraphsAsync("g");
        await Api.BatchAsync([Items.Json("g", "{}"), Items.Json("g", Items.Broken)], new { name = "older" });
        await Api.DraftAsync([], new { name = "newer" });
        var (page, _) = await NewWindowAsync();
        await page.GotoAsync("/sign-in");
        await Assertions.Expect(page.GetByLabel("API key")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(Key);
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAtAsync("/batches$");

        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync("older");
        await TabToAsync(page, "Show items");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAtAsync(@"/items\?");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("Enter");
        await page.ArriveAsync("Item #1"); // the script handles keys

        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync(); // until then the dialog handles keys
        await page.Keyboard.PressAsync("g");
        await page.ArriveAtAsync("/batches$");
    }

    /// <summary>The focus stays in a closed dialog until the next frame is drawn; keys are pressed earlier than that.</summary>
    [Fact]
    public async Task Keyboard_RightAfterTheHelpWasClosed_IsThePages()
    {
        var page = await SignInAsync();
        await page.GotoAsync("/graphs");
        await page.Keyboard.PressAsync("?");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeVisibleAsync();

        await page.EvaluateAsync(
            """
            document.getElementById('keys').close();
            document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'g', bubbles: true }));
            """);

        await page.ArriveAtAsync("/batches$");
    }

    private static async Task TabToAsync(IPage page, string text)
    {
        for (var presses = 0; presses < 60; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>("document.activeElement.textContent") == text)
            {
                (await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).ShouldNotBe("none", "one sees where one is");
                return;
            }
        }

        throw new InvalidOperationException($"'{text}' cannot be reached with the keyboard");
    }

    /// <summary>With script the page updates itself; without, after a reload.</summary>
    private static async Task EventuallyShownAsync(IPage page, string word, bool script)
    {
        var shown = page.Locator("#batch-state").GetByText(word, new() { Exact = true });
        if (!script)
        {
            await Eventually.TrueAsync(
                async () =>
                {
                    await page.ReloadAsync();
                    return await shown.IsVisibleAsync();
                });
        }

        await Assertions.Expect(shown).ToBeVisibleAsync();
    }
}
