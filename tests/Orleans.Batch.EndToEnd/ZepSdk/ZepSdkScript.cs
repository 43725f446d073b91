using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.Batch.EndToEnd.Node;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.ZepSdk;

/// <summary>
/// Zep's own JavaScript SDK, unchanged. Each script prints a line per check and, last, their number; it needs an
/// empty project.
/// </summary>
internal static partial class ZepSdkScript
{
    public static TheoryData<string> All =>
    [
        "lifecycle.mjs", "errors.mjs", "outcomes.mjs", "destinations.mjs", "memory.mjs", "realtime.mjs", "quickstart.mjs",
        "readme.mjs", "facts.mjs", "methods.mjs", "surroundings.mjs", "v4-batches.mjs", "v4-memory.mjs", "v4-graphs.mjs",
    ];

    /// <summary>Fails unless every check passes.</summary>
    /// <param name="script">Its name.</param>
    /// <param name="url">The server's address.</param>
    /// <param name="key">An API key.</param>
    /// <param name="server">The server's output, for a failure.</param>
    /// <param name="output">Receives the script's output.</param>
    public static async Task ShouldPassAsync(string script, string url, string key, Func<string> server, ITestOutputHelper output)
    {
        var (code, printed) = await NodePackage.ZepSdk.RunAsync("node", [script], ("BATCH_URL", url), ("BATCH_API_KEY", key));

        output.WriteLine(printed);
        var plan = Plan().Match(printed);
        plan.Success.ShouldBeTrue($"the script did not come to its end:\n{printed}\n{server()}");
        printed.ShouldNotContain("not ok");
        Passed().Count(printed).ShouldBe(int.Parse(plan.Groups["checks"].Value, CultureInfo.InvariantCulture));
        code.ShouldBe(0);
    }

    [GeneratedRegex(@"^1\.\.(?<checks>[1-9]\d*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plan();

    [GeneratedRegex("^ok ", RegexOptions.Multiline, 1000)]
    private static partial Regex Passed();
}
