namespace Orleans.Batch.Dashboard.Tests;

/// <summary>Every text of a caller is shown as text: it is no markup, it runs no script, and it does not overflow.</summary>
public sealed class HostileTextTests(DashboardFixture fixture) : DashboardTest(fixture)
{
    private const string Markup =
        "img, iframe, object, embed, video, base, form[action*='evil'], [onerror], [onmouseover], main script, a[href^='javascript']";

    [Fact]
    public async Task Pages_HostileTexts_AreShownAsText()
    {
        var scene = await HostileScene.SetAsync(Server);
        var (page, _) = await NewWindowAsync();
        page.Dialog += (_, dialog) => throw new InvalidOperationException($"a script ran: {dialog.Message}");
        await page.SignInAsync(scene.Key);
        foreach (var (name, path) in scene.Pages)
        {
            await page.GotoAsync(path);
            foreach (var profile in (DisplayProfile[])[DisplayProfile.Phone, DisplayProfile.Desktop])
            {
                await page.LookThroughAsync(profile);
                await page.ShouldFitItsWidthAsync($"{name}, {profile.Name}");
            }

            (await page.Locator(Markup).CountAsync()).ShouldBe(0, $"markup on {name}");
            (await page.EvaluateAsync<bool>("window.hurt === undefined")).ShouldBeTrue($"a script ran on {name}");
            var text = await page.InnerTextAsync("main");
            text.ShouldContain("<script>", customMessage: $"{name} shows it as text");
            text.IndexOfAny(['\u202e', '\u0007', '\u200b']).ShouldBe(-1, $"{name} makes the invisible visible");
        }
    }
}
