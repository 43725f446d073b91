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

    public static async Task ShouldBeAccessibleAsync(this IPage page, string what)
    {
        var result = await page.RunAxe(Rules);
        result.Passes.Length.ShouldBeGreaterThan(10, "axe must have looked");
        result.Violations
            .SelectMany(v => v.Nodes.Select(n => $"{v.Id}: {v.Help}: {n.Html}"))
            .ShouldBeEmpty(what);
    }
}
