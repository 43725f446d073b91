namespace Orleans.Batch.Dashboard.Tests;

/// <summary>Every page, empty and full, in both colour schemes and on a phone: axe finds nothing, and nothing sticks out.</summary>
public sealed class AccessibilityTests(Stage stage) : DashboardTest(stage)
{
    [Fact]
    public async Task Axe_PagesBeforeSigningIn_FindsNothing()
    {
        foreach (var look in Look.All)
        {
            var (page, watch) = await NewWindowAsync(look);
            watch.Forgive("status of 401");
            await page.GotoAsync("/sign-in");
            await ExamineAsync(page, "sign-in", look);
            await page.EnterKeyAsync("wrong");
            await page.GetByRole(AriaRole.Alert).WaitForAsync();
            await ExamineAsync(page, "sign-in-refused", look);
        }
    }

    [Fact]
    public async Task Axe_PagesWithoutData_FindsNothing()
    {
        foreach (var look in Look.All)
        {
            var page = await SignInAsync(look);
            foreach (var (name, path) in Scene.Sections)
            {
                await page.GotoAsync(path);
                await ExamineAsync(page, name + "-empty", look);
            }
        }
    }

    [Fact]
    public async Task Axe_PagesWithData_FindsNothing()
    {
        await using var scene = await Scene.SetAsync(Server, ReceiverUrl);
        foreach (var look in Look.All)
        {
            var (page, watch) = await NewWindowAsync(look);
            watch.Forgive("status of 404"); // the page that says that nothing is there
            await page.SignInAsync(scene.Key);
            foreach (var (name, path) in scene.Pages)
            {
                await page.GotoAsync(path);
                await ExamineAsync(page, name, look);
            }
        }
    }

    private static async Task ExamineAsync(IPage page, string name, Look look)
    {
        await Pictures.TakeAsync(page, name, look);
        await page.ShouldBeAccessibleAsync($"{name}, {look.Name}", look);
        await page.ShouldFitItsWidthAsync($"{name}, {look.Name}");
    }
}
