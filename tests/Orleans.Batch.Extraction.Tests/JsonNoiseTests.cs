namespace Orleans.Batch.Extraction.Tests;

/// <summary>Fields of records that state nothing about their subject.</summary>
public sealed class JsonNoiseTests
{
    [Theory]
    [InlineData("created_at")]
    [InlineData("updatedAt")]
    [InlineData("last_modified")]
    [InlineData("timestamp")]
    [InlineData("etag")]
    public void ByJson_WhenARecordWasWritten_IsNoFact(string key) =>
        ExtractorOutput.ByJson($$"""{"id":"a","{{key}}":"2024-01-01","plan":"pro"}""").ShouldBe(["a | PLAN | \"pro\""]);

    [Theory]
    [InlineData("closed_at")]
    [InlineData("born_on")]
    [InlineData("date")]
    public void ByJson_WhenSomethingHappened_IsAFact(string key) =>
        ExtractorOutput.ByJson($$"""{"id":"a","{{key}}":"2024-01-01"}""").ShouldHaveSingleItem();

    [Theory]
    [InlineData("dependencies")]
    [InlineData("devDependencies")]
    public void ByJson_AMapOfDependencies_IsNoFact(string key) =>
        ExtractorOutput.ByJson($$"""{"name":"a","{{key}}":{"left-pad":"^1.0"},"version":"2"}""").ShouldBe(["a | VERSION | \"2\""]);

    [Fact]
    public void ByJson_SeveralNumbersWithoutNames_AreNoFacts()
    {
        ExtractorOutput.ByJson("""{"id":"a","latlng":[33.1,65],"one":[7]}""").ShouldBe(["a | ONE* | 7"]);
        ExtractorOutput.ByJson("""{"id":"a","team_ids":[1,2]}""").ShouldBe(["a | TEAM* | team 1", "a | TEAM* | team 2"]);
    }

    [Fact]
    public void ByJson_ATableWhoseKeysAreData_IsNoFact()
    {
        ExtractorOutput.ByJson(Table(8)).ShouldBeEmpty();
        ExtractorOutput.ByJson(Table(7)).Length.ShouldBe(7);
        ExtractorOutput.ByJson(Table(8).Replace("translations", "translation", StringComparison.Ordinal)).Length.ShouldBe(8);
    }

    private static string Table(int rows)
    {
        var members = string.Join(',', Enumerable.Range(0, rows).Select(static i => "\"k" + i + "\":{\"common\":\"x\"}"));
        return "{\"id\":\"a\",\"translations\":{" + members + "}}";
    }
}
