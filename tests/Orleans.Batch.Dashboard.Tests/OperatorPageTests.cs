namespace Orleans.Batch.Dashboard.Tests;

/// <summary>The Orleans Dashboard, in a browser with the operator's secret and in one with a project's key.</summary>
public sealed class OperatorPageTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    [Fact]
    public async Task Operator_WithTheSecret_SeesTheGrains()
    {
        await Api.CreateGraphsAsync("orders");
        await Api.BatchAsync(Items.Good("orders", 30));
        await using var context = await ContextAsync(Server.OperatorSecret);
        var page = await context.NewPageAsync();

        await page.GotoAsync("/ops/");

        await Assertions.Expect(page.GetByText("Total Activations").First).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Grains" }).First.ClickAsync();
        await Assertions.Expect(page.GetByText("BatchGrain").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Project_WithItsKey_DoesNot()
    {
        await using var context = await ContextAsync(Key);
        var page = await context.NewPageAsync();

        var answer = await page.GotoAsync("/ops/");

        answer!.Status.ShouldBe(401);
        await Assertions.Expect(page.GetByText("The operator's secret opens this page")).ToBeVisibleAsync();
    }

    private async Task<IBrowserContext> ContextAsync(string password)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Server.Url,
            HttpCredentials = new HttpCredentials { Username = "operator", Password = password },
        });
        context.SetDefaultTimeout(BrowserTimeouts.Milliseconds);
        return context;
    }
}
