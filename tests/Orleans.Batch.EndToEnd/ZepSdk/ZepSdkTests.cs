using System.Globalization;
using System.Text.RegularExpressions;
using Orleans.Batch.EndToEnd.Node;
using Xunit.Abstractions;

namespace Orleans.Batch.EndToEnd.ZepSdk;

/// <summary>
/// Zep's own JavaScript SDK, unchanged, against the real server. Each script prints a line per check and, last, how
/// many there were.
/// </summary>
public sealed partial class ZepSdkTests(ITestOutputHelper output)
{
    [ZepSdkTheory]
    [InlineData("lifecycle.mjs")]
    [InlineData("errors.mjs")]
    [InlineData("outcomes.mjs")]
    [InlineData("destinations.mjs")]
    [InlineData("memory.mjs")]
    [InlineData("realtime.mjs")]
    [InlineData("quickstart.mjs")]
    public async Task Script_AgainstTheServer_PassesEveryCheck(string script)
    {
        using var data = new TemporaryDataDirectory();
        using var server = await RunningServer.ServeAsync(data);

        var (code, printed) = await NodePackage.ZepSdk.RunAsync(
            "node", [script], ("BATCH_URL", server.Url), ("BATCH_API_KEY", server.Key));

        output.WriteLine(printed);
        var plan = Plan().Match(printed);
        plan.Success.ShouldBeTrue($"the script did not come to its end:\n{printed}\n{server.Output}");
        printed.ShouldNotContain("not ok");
        Passed().Count(printed).ShouldBe(int.Parse(plan.Groups["checks"].Value, CultureInfo.InvariantCulture));
        code.ShouldBe(0);
    }

    [GeneratedRegex(@"^1\.\.(?<checks>[1-9]\d*)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plan();

    [GeneratedRegex("^ok ", RegexOptions.Multiline, 1000)]
    private static partial Regex Passed();
}
