using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>Looks for what keeps people out, by the rules of axe-core for WCAG 2.2 AA and its best practices.</summary>
internal static class Axe
{
    private static readonly AxeRunOptions Rules = new()
    {
        RunOnly = new RunOnlyOptions
        {
            Type = "tag",
            Values = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
        },
    };

    // Dark differs from light in its colours alone.
    private static readonly AxeRunOptions Colours = new()
    {
        RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] },
    };

    public static async Task ShouldBeAccessibleAsync(this IPage page, string what, Look look)
    {
        // On the root and not on the page: with the page, the library opens another one to join results of frames, of
        // which there are none here.
        var result = await page.Locator("html").RunAxe(look.Scheme == ColorScheme.Dark ? Colours : Rules);
        result.Passes.Length.ShouldBeGreaterThan(0, "axe must have looked");
        result.Violations
            .SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {v.Help}: {n.Html}"))
            .ShouldBeEmpty(what);
    }
}
