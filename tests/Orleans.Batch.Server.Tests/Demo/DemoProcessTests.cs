namespace Orleans.Batch.Server.Tests.Demo;

public sealed class DemoProcessTests : IDisposable
{
    private readonly TemporaryDataDirectory _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Demo_TwiceOnOneDirectory_IsInOnceAndSaysSo()
    {
        string[] demo = ["demo", "--exit", "--items", "1500", "--graphs", "40", "--data-dir", _data.Path, "--urls", "http://127.0.0.1:0"];

        var (code, output) = await ServerProcess.RunAsync(demo);
        code.ShouldBe(0, output);
        output.ShouldContain("items: 1,500 succeeded, 0 failed");
        output.ShouldNotContain("nothing was added twice");
        var found = Counts(output);
        found.ShouldNotBeEmpty();

        (code, output) = await ServerProcess.RunAsync(demo);
        code.ShouldBe(0, output);
        output.ShouldContain("destinations: 0 created");
        output.ShouldContain("nothing was added twice");
        Counts(output).ShouldBe(found);
    }

    [Theory]
    [InlineData("--items", "0")]
    [InlineData("--graphs", "-1")]
    [InlineData("--seed", "x")]
    public async Task Demo_BadSize_IsRefusedBeforeAnythingStarts(string option, string value)
    {
        var (code, output) = await ServerProcess.RunAsync(["demo", "--exit", option, value, "--data-dir", _data.Path]);
        code.ShouldBe(2, output);
        Directory.Exists(_data.Path).ShouldBeFalse();
    }

    private static string[] Counts(string output) =>
        [.. output.Split('\n').Where(line => line.Contains("sampled", StringComparison.Ordinal) || line.Contains("account graphs", StringComparison.Ordinal))];
}
