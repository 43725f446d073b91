using Orleans.Batch.Graphs;

namespace Orleans.Batch.Engine.Tests.Graphs;

public sealed class JsonMergeTests
{
    [Theory]
    [InlineData(null, """{"a":1}""", """{"a":1}""")]
    [InlineData("""{"a":1,"b":"ä"}""", """{"a":null,"c":[1,2]}""", """{"b":"ä","c":[1,2]}""")]
    [InlineData("""{"n":12345678901234567890.10}""", """{"m":1e400}""", """{"n":12345678901234567890.10,"m":1e400}""")]
    [InlineData("""{"a":1}""", null, """{"a":1}""")]
    [InlineData("""{"a":1}""", """{"a":null}""", null)]
    public void Apply_SetsAndRemovesKeys_AndKeepsTheOthersAsTheyWereWritten(string? current, string? changes, string? expected) =>
        (JsonMerge.Apply(FromText(current), FromText(changes))?.Value).ShouldBe(expected);

    private static JsonText? FromText(string? text) => text is null ? null : new JsonText(text);
}
