using System.Text.Json;

namespace Orleans.Batch.Extraction.Tests.Models;

/// <summary>The form of the answer is the strictest that the endpoint accepts, and is asked for once.</summary>
public sealed class AnswerFormTests
{
    [Theory]
    [InlineData(true, true, "json_schema")]
    [InlineData(false, true, "json_schema,json_object")]
    [InlineData(false, false, "json_schema,json_object,")]
    public async Task AskAsync_StepsDownToWhatIsAccepted_AndRemembersIt(bool acceptsSchema, bool acceptsObject, string forms)
    {
        await using var scenario = await ModelScenario.StartAsync(s =>
        {
            (s.AcceptsJsonSchema, s.AcceptsJsonObject) = (acceptsSchema, acceptsObject);
            s.WritesProse = !acceptsObject;
        });
        var window = Windows.Of("FACT: Ada | WORKS_AT | Acme");

        var first = await scenario.ExtractAsync(window);
        var second = await scenario.ExtractAsync(window);

        ExtractorOutput.Lines(first.Single()).ShouldBe(["Ada | WORKS_AT* | Acme"]);
        ExtractorOutput.Lines(second.Single()).ShouldBe(["Ada | WORKS_AT* | Acme"]);
        var expected = forms.Split(',');
        scenario.Stub.Chats.Select(r => Format(Body(r.Text))).ShouldBe([.. expected, expected[^1]]);
    }

    [Fact]
    public async Task AskAsync_WithoutASchema_PutsItIntoThePrompt()
    {
        await using var scenario = await ModelScenario.StartAsync(s => s.AcceptsJsonSchema = false);

        await scenario.AskAsync();

        scenario.Stub.Chats.Select(r => System(r.Text).Contains("additionalProperties", StringComparison.Ordinal)).ShouldBe([false, true]);
    }

    [Fact]
    public async Task AskAsync_SendsTheSchemaStrictly_AndOnlyWhatIsSet()
    {
        await using var scenario = await ModelScenario.StartAsync();

        await scenario.AskAsync();
        scenario.Profile.Temperature = 0.5;
        await scenario.AskAsync();

        var (plain, warm) = (Body(scenario.Stub.Chats[0].Text), Body(scenario.Stub.Chats[1].Text));
        var schema = plain.GetProperty("response_format").GetProperty("json_schema");
        schema.GetProperty("strict").GetBoolean().ShouldBeTrue();
        schema.GetProperty("schema").GetRawText().ShouldBe(Extraction.Models.AnswerSchema.Json);
        plain.EnumerateObject().Select(p => p.Name).Order().ShouldBe(["max_completion_tokens", "messages", "model", "response_format"]);
        warm.GetProperty("temperature").GetDouble().ShouldBe(0.5);
    }

    [Fact]
    public async Task AskAsync_OfAnEndpointWithTheOldName_SendsMaxTokens()
    {
        await using var scenario = await ModelScenario.StartAsync(s => (s.AcceptsMaxCompletionTokens, s.AcceptsJsonSchema) = (false, false));

        await scenario.AskAsync();
        await scenario.AskAsync();

        scenario.Stub.Chats.Select(r => Body(r.Text).TryGetProperty("max_tokens", out var most) ? most.GetInt32() : 0)
            .ShouldBe([0, 2_048, 2_048, 2_048]);
        scenario.Stub.Chats.Select(r => Body(r.Text).TryGetProperty("max_completion_tokens", out _)).ShouldBe([true, false, false, false]);
    }

    private static JsonElement Body(string text) => JsonSerializer.Deserialize<JsonElement>(text);

    private static string Format(JsonElement body) =>
        body.TryGetProperty("response_format", out var format) ? format.GetProperty("type").GetString()! : "";

    private static string System(string text) => Body(text).GetProperty("messages")[0].GetProperty("content").GetRawText();
}
