using Orleans.Batch.Models;
using Orleans.Batch.TestKit.Models;

namespace Orleans.Batch.Extraction.Tests.Models;

/// <summary>A check of a profile says in one sentence what is wrong and what to do.</summary>
public sealed class ModelProbeTests
{
    [Fact]
    public async Task ProbeAsync_OfAWorkingProfile_FindsNothing()
    {
        await using var scenario = await ModelScenario.StartAsync();

        var result = await ProbeAsync(scenario);

        result.Error.ShouldBeNull();
        result.Notes.ShouldBeEmpty();
        scenario.Stub.Requests.Select(r => r.Path).ShouldBe(["/v1/models", "/v1/chat/completions"]);
    }

    [Theory]
    [InlineData(false, true, "The endpoint takes no JSON schema")]
    [InlineData(false, false, "The endpoint has no JSON mode")]
    public async Task ProbeAsync_WithoutAJsonMode_OnlyNotesIt(bool schema, bool json, string note)
    {
        await using var scenario = await ModelScenario.StartAsync(s => (s.AcceptsJsonSchema, s.AcceptsJsonObject) = (schema, json));

        var result = await ProbeAsync(scenario);

        result.Error.ShouldBeNull();
        result.Notes.ShouldHaveSingleItem().ShouldStartWith(note);
    }

    [Fact]
    public async Task ProbeAsync_WithoutAListOfModels_StillAsks()
    {
        await using var scenario = await ModelScenario.StartAsync(s => s.ListsModels = false);

        var result = await ProbeAsync(scenario);

        result.Error.ShouldBeNull();
        result.Notes.ShouldBe(["The endpoint does not list its models."]);
    }

    [Fact]
    public async Task ProbeAsync_OfAWrongKey_SaysWhereToSetIt()
    {
        await using var scenario = await ModelScenario.StartAsync(s => s.Key = "right");
        scenario.Profile.KeyVariable = "PATH_OF_NO_KEY";

        (await ProbeAsync(scenario)).Error.ShouldBe(
            "There is no API key in the environment variable PATH_OF_NO_KEY; set the right key in the environment variable PATH_OF_NO_KEY.");

        scenario.Profile.KeyVariable = null;
        (await ProbeAsync(scenario)).Error.ShouldBe(
            "The endpoint refuses the API key (401): Incorrect API key provided: none; name the variable or the file of a key in the profile.");
    }

    [Fact]
    public async Task ProbeAsync_OfAnUnknownModel_NamesThoseThatThereAre()
    {
        await using var scenario = await ModelScenario.StartAsync(s => s.Models = ["llama3", "qwen3"]);

        (await ProbeAsync(scenario)).Error.ShouldBe("The endpoint has no model 'stub'; name one of its own in the profile: llama3, qwen3.");
    }

    [Fact]
    public async Task ProbeAsync_OfAnUnreachableEndpoint_SaysSo()
    {
        await using var scenario = await ModelScenario.StartAsync();
        scenario.Profile.Endpoint = new Uri("http://127.0.0.1:9/v1");

        (await ProbeAsync(scenario)).Error.ShouldNotBeNull().ShouldEndWith(
            "check that the endpoint at http://127.0.0.1:9/v1 runs, and that this machine reaches it.");
    }

    [Fact]
    public async Task ProbeAsync_OfASmallContext_SaysWhatToChange()
    {
        await using var scenario = await ModelScenario.StartAsync();
        scenario.Profile.ContextTokens = 2_048;

        (await ProbeAsync(scenario)).Error.ShouldNotBeNull().ShouldContain("set ContextTokens to what the model has");
        scenario.Stub.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task ProbeAsync_OfAContextThatIsSmallerThanStated_SaysSo()
    {
        await using var scenario = await ModelScenario.StartAsync(s => s.ContextTokens = 500);

        (await ProbeAsync(scenario)).Error.ShouldNotBeNull().ShouldContain("maximum context length is 500 tokens");
    }

    [Theory]
    [InlineData(StubBehavior.ServerError, "The endpoint fails (500)")]
    [InlineData(StubBehavior.WebPage, "not a chat completion")]
    public async Task ProbeAsync_OfAFailingEndpoint_SaysSo(StubBehavior behavior, string error)
    {
        await using var scenario = await ModelScenario.StartAsync();
        scenario.Stub.Plan.Otherwise(behavior);

        (await ProbeAsync(scenario)).Error.ShouldNotBeNull().ShouldContain(error);
    }

    private static async Task<ModelProbeResult> ProbeAsync(ModelScenario scenario) => await scenario.Probe.ProbeAsync(scenario.Profile, default);
}
