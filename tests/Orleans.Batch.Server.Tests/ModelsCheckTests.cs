using Orleans.Batch.TestKit.Models;

namespace Orleans.Batch.Server.Tests;

/// <summary>The command that checks the configured models.</summary>
public sealed class ModelsCheckTests
{
    [Theory]
    [InlineData("stub", 0, "stub: stub at")]
    [InlineData("another", 2, "has no model 'another'")]
    public async Task Check_SaysWhetherTheModelAnswers(string model, int code, string says)
    {
        await using var stub = await StubModelEndpoint.StartAsync();

        var (exitCode, output) = await CheckAsync(stub.Address, model);

        exitCode.ShouldBe(code, output);
        output.ShouldContain(says);
    }

    [Fact]
    public async Task Check_NoServerThere_SaysSo()
    {
        var (exitCode, output) = await CheckAsync(new Uri($"http://127.0.0.1:{FreePorts.Next()}/v1"), "stub");

        exitCode.ShouldBe(2, output);
        output.ShouldContain("127.0.0.1");
    }

    [Fact]
    public async Task Check_NothingConfigured_SaysWhatToSet()
    {
        var (exitCode, output) = await ServerProcess.RunAsync(["models", "check"]);

        exitCode.ShouldBe(2, output);
        output.ShouldContain("Models__Profiles__NAME__Endpoint");
    }

    private static Task<(int ExitCode, string Output)> CheckAsync(Uri endpoint, string model) => ServerProcess.RunAsync(
        ["models", "check"],
        ("Models__Profiles__stub__Endpoint", endpoint.ToString()),
        ("Models__Profiles__stub__Model", model),
        ("Models__Profiles__stub__Timeout", "00:00:05"));
}
