using System.Text.RegularExpressions;

namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>Actions of users on pages of the dashboard.</summary>
internal static class PageExtensions
{
    /// <summary>Signs in and goes to the first page. <see cref="SignInTests"/> test the form itself.</summary>
    public static async Task SignInAsync(this IPage page, string key)
    {
        var form = page.APIRequest.CreateFormData().Append("key", key);
        var answer = await page.APIRequest.PostAsync("/sign-in", new() { Form = form, MaxRedirects = 0, Timeout = BrowserTimeouts.Milliseconds });
        answer.Status.ShouldBe(303, "the key opens a session, whose cookie the window has from now on");
        await page.GotoAsync("/batches");
    }

    public static async Task EnterKeyAsync(this IPage page, string key)
    {
        await page.GetByLabel("API key").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>Waits until a page has loaded completely and its script has run.</summary>
    /// <param name="page">The window.</param>
    /// <param name="heading">The heading of the page; no earlier page of the window has it.</param>
    public static async Task ArriveAsync(this IPage page, string heading)
    {
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(heading);
        await page.LoadedAsync();
    }

    /// <summary>
    /// Waits until the window shows the page of an address. Playwright's WaitForURLAsync compares the address first and
    /// listens for navigations afterwards, on another thread than the one that reports them: under load it misses
    /// navigations in between, and waits forever. This method asks the browser.
    /// </summary>
    /// <param name="page">The window.</param>
    /// <param name="url">A regular expression that the address matches.</param>
    public static async Task ArriveAtAsync(this IPage page, string url)
    {
        await Assertions.Expect(page).ToHaveURLAsync(new Regex(url, RegexOptions.None, Eventually.MaxWait));
        await page.LoadedAsync();
    }

    /// <summary>Waits until the page has loaded and its scripts have run; it asks the page, as <see cref="ArriveAtAsync"/> does.</summary>
    public static Task LoadedAsync(this IPage page) =>
        Eventually.TrueAsync(() => page.EvaluateAsync<bool>("document.readyState === 'complete'"));

    /// <summary>Shows the page in another size and in other colors.</summary>
    public static async Task LookThroughAsync(this IPage page, DisplayProfile profile)
    {
        await page.EmulateMediaAsync(new() { ColorScheme = profile.Scheme });
        await page.SetViewportSizeAsync(profile.Width, profile.Height);
    }

    /// <summary>Whether everything fits the width of the page, without horizontal scrolling.</summary>
    public static async Task ShouldFitItsWidthAsync(this IPage page, string what)
    {
        var widths = await page.EvaluateAsync<int[]>("[document.scrollingElement.scrollWidth, innerWidth]");
        widths[0].ShouldBeLessThanOrEqualTo(widths[1], $"{what} is wider than the window");
    }
}
