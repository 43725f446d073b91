namespace Orleans.Batch.Dashboard.Tests;

/// <summary>Every page, empty and full, in both color schemes and on a phone: axe finds nothing, and nothing overflows.</summary>
public sealed class AccessibilityTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    [Fact]
    public async Task Axe_PagesBeforeSigningIn_FindsNothing()
    {
        var (page, watch) = await NewWindowAsync();
        watch.Forgive("status of 401");
        await page.GotoAsync("/sign-in");
        await ExamineAsync(page, "sign-in");
        await page.EnterKeyAsync("wrong");
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await page.LoadedAsync();
        await ExamineAsync(page, "sign-in-refused");
    }

    [Fact]
    public async Task Axe_PagesWithoutData_FindsNothing()
    {
        var page = await SignInAsync();
        foreach (var (name, path) in Scene.Sections)
        {
            await page.GotoAsync(path);
            await ExamineAsync(page, name + "-empty");
        }
    }

    [Fact]
    public async Task Axe_PagesWithData_FindsNothing()
    {
        await using var scene = await Scene.SetAsync(Server, ReceiverUrl);
        var (page, watch) = await NewWindowAsync();
        watch.Forgive("status of 404"); // the page for missing objects
        await page.SignInAsync(scene.Key);
        foreach (var (name, path) in scene.Pages)
        {
            await page.GotoAsync(path);
            await ExamineAsync(page, name);
        }
    }

    private static async Task ExamineAsync(IPage page, string name)
    {
        foreach (var profile in DisplayProfile.All)
        {
            await page.LookThroughAsync(profile);
            await Screenshots.TakeAsync(page, name, profile);
            await page.ShouldBeAccessibleAsync($"{name}, {profile.Name}", profile);
            await page.ShouldFitItsWidthAsync($"{name}, {profile.Name}");
        }
    }
}
