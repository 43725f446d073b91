using Deque.AxeCore.Commons;

namespace Orleans.Batch.Dashboard.Tests.Support;

/// <summary>Searches for accessibility faults, by the rules of axe-core for WCAG 2.2 AA and its best practices.</summary>
internal static class Axe
{
    private static readonly string Script = new BundledAxeScriptProvider().GetScript();

    private static readonly object Rules = new
    {
        type = "tag",
        values = new[] { "wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice" },
    };

    // Dark differs from light only in its colors.
    private static readonly object Colours = new { type = "rule", values = new[] { "color-contrast", "link-in-text-block" } };

    // Passed rules are counted and not listed: the list would repeat most of the page.
    private const string Run =
        """
        async rules => {
            const found = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
            return {
                passes: found.passes.length,
                violations: found.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${v.help}: ${n.html}`)),
            };
        }
        """;

    public static async Task ShouldBeAccessibleAsync(this IPage page, string what, DisplayProfile profile)
    {
        if (!await page.EvaluateAsync<bool>("'axe' in window"))
        {
            await page.EvaluateAsync(Script);
        }

        var found = await page.EvaluateAsync<Found>(Run, profile.Scheme == ColorScheme.Dark ? Colours : Rules);
        found.Passes.ShouldBeGreaterThan(0, "axe must have looked");
        found.Violations.ShouldBeEmpty(what);
    }

    private sealed record Found
    {
        public int Passes { get; init; }

        public string[] Violations { get; init; } = [];
    }
}
