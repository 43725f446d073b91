namespace Orleans.Batch.Loading.Tests.Importing.Graphiti;

public sealed class GraphitiTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Import_DumpOfNeo4j_IsTheEpisodesInTheGraphsOfTheirGroups()
    {
        var imported = await Imported.FromAsync(Imported.Sample("Graphiti", "neo4j.json"), new("graphiti"));

        imported.All("data").ShouldBe(["Mara: Hello", "Acme opened an office in Porto."]);
        imported.All("data_type").ShouldBe(["message", "text"]);
        imported.All("graph_id").ShouldBe(["graphiti", "acme"]);
        imported.All("created_at").ShouldBe(["2024-01-01T09:00:00Z", "2024-02-01T09:00:00Z"]);
        imported.All("record_id").ShouldBe(["graphiti:e1", "graphiti:e2"]);
        imported.LeftOut.ShouldBe(new Dictionary<string, long> { ["entities"] = 1, ["facts"] = 1 }, ignoreOrder: true);
        imported.Rejects.ShouldBe(["neo4j.json, record 5: The episode has no content"]);
    }

    [Theory]
    [InlineData("""[{"n":{"identity":{"low":1,"high":0},"labels":["Episodic"],"properties":{"uuid":"u","group_id":"g","content":"text","source":"text","valid_at":{"year":{"low":2024,"high":0},"month":2,"day":1,"hour":9,"minute":0,"second":0}}}}]""")]
    [InlineData("""[{"uuid":"u","group_id":"g","content":"text","source":"text","valid_at":1706778000}]""")]
    [InlineData("""[{"labels":["Episodic"],"properties":{"uuid":"u","group_id":"g","content":"text","valid_at":"2024-02-01T10:00:00+01:00"}}]""")]
    public async Task Import_OtherShapes_AreTheSame(string text)
    {
        File.WriteAllText(_folder["dump.json"], text);
        var imported = await Imported.FromAsync(_folder["dump.json"], new("graphiti"));
        imported.All("record_id").ShouldBe(["graphiti:u"]);
        imported.All("created_at").ShouldBe(["2024-02-01T09:00:00Z"]);
        imported.All("graph_id").ShouldBe(["g"]);
    }

    [Fact]
    public async Task Import_JsonTooLongForAnEpisode_IsRejectedAndNotCut()
    {
        var content = "{\\\"a\\\":\\\"" + new string('x', 2_000_000) + "\\\"}";
        File.WriteAllText(_folder["dump.json"], "[{\"uuid\":\"u\",\"group_id\":\"g\",\"source\":\"json\",\"content\":\"" + content + "\"}]");
        (await Imported.FromAsync(_folder["dump.json"], new("graphiti"))).Rejects
            .ShouldBe(["dump.json, record 1: JSON of more than 10,000 characters is not cut into pieces"]);
    }

    [Fact]
    public async Task Import_NothingOfGraphiti_IsRefused()
    {
        File.WriteAllText(_folder["dump.json"], "[{\"a\":1}]");
        (await Should.ThrowAsync<InvalidDataException>(() => Imported.FromAsync(_folder["dump.json"], new("graphiti")))).Message.ShouldContain("no episodes of Graphiti");
    }
}
