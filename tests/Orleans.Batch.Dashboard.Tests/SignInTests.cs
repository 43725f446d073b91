using System.Text.RegularExpressions;

namespace Orleans.Batch.Dashboard.Tests;

public sealed class SignInTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    private static readonly PageGetByRoleOptions SignOut = new() { Name = "Sign out", Exact = true };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SignIn_WrongKeyThenRightOne_LeadsToThePageAskedFor(bool script)
    {
        var batch = await Api.DraftAsync([]);
        var (page, watch) = await NewWindowAsync(script: script);
        watch.Forgive("status of 401"); // the browser's message about the answer to the wrong key
        await page.GotoAsync($"/batches/{batch}");
        new Uri(page.Url).AbsolutePath.ShouldBe("/sign-in");

        await page.EnterKeyAsync("not-a-key");
        await Assertions.Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("opens no project");
        await Assertions.Expect(page.GetByLabel("API key")).ToHaveValueAsync(""); // the key is not sent back

        await page.EnterKeyAsync(Key);
        await page.ArriveAtAsync($"/batches/{batch}$");
        await Assertions.Expect(page.GetByText(ProjectName)).ToBeVisibleAsync();
        watch.Addresses.ShouldAllBe(a => !a.Contains(Key, StringComparison.Ordinal), "no address holds the key");
    }

    [Theory]
    [InlineData("//example.com/")]
    [InlineData("https://example.com/")]
    [InlineData("/\\example.com/")]
    [InlineData("javascript:alert(1)")]
    public async Task SignIn_ReturnToAnotherSite_StaysHere(string elsewhere)
    {
        var (page, _) = await NewWindowAsync();
        await page.GotoAsync("/sign-in?return=" + Uri.EscapeDataString(elsewhere));
        await page.EnterKeyAsync(Key);
        await page.ArriveAtAsync($"^{Regex.Escape(Server.Url)}/batches$");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SignOut_ThenBack_ShowsNothing(bool script)
    {
        var page = await SignInAsync(script: script);
        await page.GetByRole(AriaRole.Button, SignOut).ClickAsync();
        await Assertions.Expect(page.GetByText("You have signed out.")).ToBeVisibleAsync();

        await page.GoBackAsync();
        await Assertions.Expect(page.GetByLabel("API key")).ToBeVisibleAsync();
        (await page.ContentAsync()).ShouldNotContain(ProjectName);
    }

    [Fact]
    public async Task Session_KeyRevoked_IsOver()
    {
        var (page, watch) = await NewWindowAsync();
        watch.Forgive("status of 401"); // the live stream, if it is opened after the session has ended
        await page.SignInAsync(Key);
        await RevokeKeyAsync();
        await Eventually.TrueAsync(
            async () =>
            {
                await page.ReloadAsync();
                return await page.GetByLabel("API key").IsVisibleAsync();
            });
    }
}
