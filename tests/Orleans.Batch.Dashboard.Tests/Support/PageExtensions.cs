namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>What people do on pages of the dashboard.</summary>
internal static class PageExtensions
{
    public static async Task SignInAsync(this IPage page, string key)
    {
        await page.GotoAsync("/sign-in");
        await page.EnterKeyAsync(key);
        await page.WaitForURLAsync("**/batches");
    }

    public static async Task EnterKeyAsync(this IPage page, string key)
    {
        await page.GetByLabel("API key").FillAsync(key);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in", Exact = true }).ClickAsync();
    }

    /// <summary>Whether everything fits its width: nothing must be scrolled for sideways.</summary>
    public static async Task ShouldFitItsWidthAsync(this IPage page, string what)
    {
        var widths = await page.EvaluateAsync<int[]>("[document.scrollingElement.scrollWidth, innerWidth]");
        widths[0].ShouldBeLessThanOrEqualTo(widths[1], $"{what} is wider than the window");
    }
}
