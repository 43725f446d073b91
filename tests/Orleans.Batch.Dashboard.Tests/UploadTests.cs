using System.Text;

namespace Orleans.Batch.Dashboard.Tests;

/// <summary>A file becomes a batch: its errors are shown by line, and the corrected file is accepted.</summary>
public sealed class UploadTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    private const string Lines =
        """
        {"type":"graph_episode","graph_id":"customers","data_type":"text","data":"Ada works at Analytical Engines."}
        {"type":"graph_episode","graph_id":"customers","data_type":"text","data":"Ada lives in Ghent.","created_at":"yesterday"}
        {"type":"graph_episode","graph_id":"customers","data_type":"text"
        """;

    private const string CorrectedLines =
        """
        {"type":"graph_episode","graph_id":"customers","data_type":"text","data":"Ada works at Analytical Engines."}
        {"type":"graph_episode","graph_id":"customers","data_type":"text","data":"Ada lives in Ghent.","created_at":"2024-03-01T09:00:00Z"}
        """;

    private const string Csv =
        """
        graph_id,data,created_at
        customers,"Ada works at Analytical Engines.",2024-03-01T09:00:00Z
        customers,"Ada lives in Ghent.",yesterday
        """;

    private const string CorrectedCsv =
        """
        graph_id,data,created_at
        customers,"Ada works at Analytical Engines.",2024-03-01T09:00:00Z
        customers,"Ada lives in Ghent.",2024-04-01T09:00:00Z
        """;

    [Theory]
    [InlineData("export.ndjson", Lines, new[] { "2", "3" }, CorrectedLines, true)]
    [InlineData("export.ndjson", Lines, new[] { "2", "3" }, CorrectedLines, false)]
    [InlineData("export.csv", Csv, new[] { "3" }, CorrectedCsv, true)]
    public async Task Upload_AFileWithProblems_NamesTheirLinesAndTakesItCorrected(
        string name, string wrong, string[] badLines, string right, bool script)
    {
        await Api.CreateGraphsAsync("customers");
        var (page, watch) = await NewWindowAsync(script: script);
        watch.Forgive("status of 400");
        await page.SignInAsync(Key);
        await page.GetByRole(AriaRole.Link, new() { Name = "New batch" }).ClickAsync();

        await SendAsync(page, name, wrong);
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Nothing was stored");
        await page.LoadedAsync();
        var problems = page.GetByRole(AriaRole.Region, new() { Name = "problems" });
        (await problems.Locator("tbody th").AllInnerTextsAsync()).Select(t => t.Trim()).Distinct().ShouldBe(badLines);
        await Assertions.Expect(problems).ToContainTextAsync("created_at");
        (await Api.GetAsync("batches")).GetProperty("batches").GetArrayLength().ShouldBe(0, "no draft is left behind");

        await SendAsync(page, name, right);
        await page.ArriveAsync("Review the new batch");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "First rows" })).ToContainTextAsync("Ada lives in Ghent.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Process 2 items" }).ClickAsync();
        await page.ArriveAtAsync("/batches/[^/]+-[^/]+$");
        await Eventually.TrueAsync(
            async () =>
            {
                await page.ReloadAsync();
                return await page.Locator("#batch-state").GetByText("Succeeded", new() { Exact = true }).IsVisibleAsync();
            });
        await page.GotoAsync("/graphs/one?graph=customers");
        await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "Facts" })).ToContainTextAsync("Ghent");
    }

    [Fact]
    public async Task Upload_NamesOfVersion4_AreTheSameItemsAsThoseOfVersion3()
    {
        await Api.CreateGraphsAsync("customers");
        var uuid = (await Api.GetAsync("graph/customers")).GetProperty("uuid").GetString();
        var (page, watch) = await NewWindowAsync(script: true);
        watch.Forgive("status of 400");
        await page.SignInAsync(Key);
        await page.GotoAsync("/batches/new");

        await SendAsync(page, "export.ndjson", CorrectedLines.Replace("\"graph_id\":\"customers\"", $"\"graph_uuid\":\"{uuid}\"", StringComparison.Ordinal)
            .Replace("created_at", "reference_time", StringComparison.Ordinal));
        await page.ArriveAsync("Review the new batch");
        await page.GetByRole(AriaRole.Button, new() { Name = "Process 2 items" }).ClickAsync();
        await page.ArriveAtAsync("/batches/[^/]+-[^/]+$");

        await page.GotoAsync("/batches/new");
        await SendAsync(page, "export.ndjson", CorrectedLines);
        await Assertions.Expect(page.Locator("main")).ToContainTextAsync("already loaded");
    }

    [Fact]
    public async Task Upload_ThenThoughtBetter_AsksBeforeTheDraftIsDeleted()
    {
        await Api.CreateGraphsAsync("customers");
        var page = await SignInAsync();
        await page.GotoAsync("/batches/new");
        await SendAsync(page, "export.ndjson", CorrectedLines);

        await page.GetByRole(AriaRole.Link, new() { Name = "Delete the draft…" }).ClickAsync();
        await page.ArriveAtAsync("/delete$");
        (await Api.GetAsync("batches")).GetProperty("batches").GetArrayLength().ShouldBe(1);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete the batch" }).ClickAsync();
        await page.ArriveAtAsync("/batches$");
        (await Api.GetAsync("batches")).GetProperty("batches").GetArrayLength().ShouldBe(0);
    }

    private static async Task SendAsync(IPage page, string name, string content)
    {
        await page.GetByLabel("File").SetInputFilesAsync(
            new FilePayload { Name = name, MimeType = "application/octet-stream", Buffer = Encoding.UTF8.GetBytes(content) });
        await page.GetByRole(AriaRole.Button, new() { Name = "Upload and review" }).ClickAsync();
    }
}
