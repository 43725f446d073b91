namespace Orleans.Batch.Dashboard.Tests;

/// <summary>Whatever callers write is shown as text: no markup of theirs is, no script runs, nothing sticks out.</summary>
public sealed class HostileTextTests(Stage stage) : DashboardTest(stage)
{
    [Fact]
    public async Task Pages_HostileTexts_AreShownAsText()
    {
        var scene = await HostileScene.SetAsync(Server);
        foreach (var look in (Look[])[Look.Phone, Look.Desktop])
        {
            var (page, _) = await NewWindowAsync(look);
            page.Dialog += (_, dialog) => throw new InvalidOperationException($"a script ran: {dialog.Message}");
            await page.SignInAsync(scene.Key);
            foreach (var (name, path) in scene.Pages)
            {
                await page.GotoAsync(path);
                await page.ShouldFitItsWidthAsync($"{name}, {look.Name}");
                (await page.Locator("img, iframe, object, embed, video, base, form[action*='evil'], [onerror], [onmouseover], main script, a[href^='javascript']")
                    .CountAsync()).ShouldBe(0, $"markup on {name}");
                (await page.EvaluateAsync<bool>("window.hurt === undefined")).ShouldBeTrue($"a script ran on {name}");
                (await page.InnerTextAsync("main")).ShouldContain("<script>", customMessage: $"{name} shows it as text");
                (await page.InnerTextAsync("main")).IndexOfAny(['\u202e', '\u0007', '\u200b']).ShouldBe(-1, $"{name} makes the invisible visible");
            }
        }
    }
}
