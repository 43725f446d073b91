namespace Orleans.Batch.Server.Tests;

/// <summary>The command about the names of facts that models use.</summary>
public sealed class PredicateCommandTests : IDisposable
{
    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Predicates_AreListedDecidedAndReset()
    {
        using var server = await RunningServer.ServeAsync(_data);

        var decided = await ListAsync("--several", "LIVES_IN", "WORKS_AT", "--single", "COACHES");

        decided["LIVES_IN"].ShouldBe(["LIVES_IN", "several", "decided"]);
        decided["WORKS_AT"].ShouldBe(["WORKS_AT", "several", "decided"]);
        decided["COACHES"].ShouldBe(["COACHES", "one", "decided"]);
        decided["MARRIED_TO"].ShouldBe(["MARRIED_TO", "one", "built_in"]);
        var reset = await ListAsync("--reset", "LIVES_IN", "COACHES");
        reset["LIVES_IN"].ShouldBe(["LIVES_IN", "one", "built_in"]);
        reset.ShouldNotContainKey("COACHES");
        reset["WORKS_AT"][1].ShouldBe("several");
    }

    [Fact]
    public async Task Predicates_OfWrongSpellingOrAProjectThatIsNotThere_AreRefused()
    {
        using var server = await RunningServer.ServeAsync(_data);

        var (code, output) = await RunAsync("projects", "predicates", "default", "--single", "lives in");
        code.ShouldNotBe(0);
        output.ShouldContain("lives in cannot be the name of a fact");

        (code, output) = await RunAsync("projects", "predicates", "acme");
        code.ShouldBe(6, output);
        output.ShouldContain("acme");
    }

    private async Task<Dictionary<string, string[]>> ListAsync(params string[] options)
    {
        var (code, output) = await RunAsync(["projects", "predicates", "default", .. options]);
        code.ShouldBe(0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.TrimEnd('\r').Split('\t')).Where(l => l.Length == 3).Skip(1).ToDictionary(l => l[0]);
    }

    private Task<(int ExitCode, string Output)> RunAsync(params string[] arguments) =>
        ServerProcess.RunAsync([.. arguments, "--data-dir", _data.Path]);
}
