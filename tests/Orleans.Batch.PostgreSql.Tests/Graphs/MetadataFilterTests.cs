using Orleans.Batch.TestKit.PostgreSql;
using static Orleans.Batch.MetadataOperator;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

public sealed class MetadataFilterTests(TestDatabase database) : MemoryFixture(database)
{
    private static readonly string?[] Stored =
    [
        /* 1 */ """{"city": "Berlin", "n": 5}""",
        /* 2 */ """{"city": ["Paris", "Rome"], "n": 10.0}""",
        /* 3 */ """{"city": null, "n": "5"}""",
        /* 4 */ """{"n": true, "it's \"$1\"": "x"}""",
        /* 5 */ null,
        /* 6 */ """{"n": 1e999999, "city": "Berlin"}""",
        /* 7 */ """{"city": "ber_lin%"}""",
    ];

    [Theory]
    [InlineData("city", Equal, "\"Berlin\"", "1")]
    [InlineData("city", Equal, "\"Rome\"", "2")]
    [InlineData("city", Equal, "\"berlin\"", "")]
    [InlineData("city", NotEqual, "\"Berlin\"", "2 7")]
    [InlineData("city", Contains, "\"erli\"", "1")]
    [InlineData("city", Contains, "\"_lin%\"", "7")]
    [InlineData("city", Contains, "\"Rome\"", "2")]
    [InlineData("city", Contains, "\"Rom\"", "")]
    [InlineData("city", Contains, "5", "")]
    [InlineData("city", IsNull, null, "3 4 5 6")]
    [InlineData("city", IsNotNull, null, "1 2 7")]
    [InlineData("city", Greater, "\"Berlin\"", "7")]
    [InlineData("n", Equal, "5", "1")]
    [InlineData("n", Equal, "5.00", "1")]
    [InlineData("n", Equal, "10", "2")]
    [InlineData("n", Equal, "true", "4")]
    [InlineData("n", Equal, "\"5\"", "3")]
    [InlineData("n", Greater, "5", "2")]
    [InlineData("n", GreaterOrEqual, "5", "1 2")]
    [InlineData("n", Less, "5.5", "1")]
    [InlineData("n", LessOrEqual, "1e300", "1 2")]
    [InlineData("n", Less, "\"6\"", "3")]
    [InlineData("it's \"$1\"", Equal, "\"x\"", "4")]
    [InlineData("' || true || '", IsNotNull, null, "")]
    public async Task FindEpisodesAsync_AComparison_FindsWhatItSays(
        string key, MetadataOperator comparison, string? value, string expected) =>
        (await FindAsync(new MetadataComparison(key, comparison, value is null ? null : new JsonText(value))))
            .ShouldBe(expected);

    [Fact]
    public async Task FindEpisodesAsync_GroupsInGroups_AreCombined()
    {
        var berlin = new MetadataComparison("city", Equal, new JsonText("\"Berlin\""));
        var rome = new MetadataComparison("city", Equal, new JsonText("\"Rome\""));
        var five = new MetadataComparison("n", Equal, new JsonText("5"));

        (await FindAsync(new MetadataFilterGroup(All: false, [berlin, rome]))).ShouldBe("1 2");
        (await FindAsync(new MetadataFilterGroup(All: true, [new MetadataFilterGroup(All: false, [berlin, rome]), five])))
            .ShouldBe("1");
    }

    private async Task<string> FindAsync(MetadataFilter filter)
    {
        await NewGraphAsync("g1");
        var uuids = await FillAsync("g1", Stored.Length, day => Stored[day - 1]);
        var page = await Episodes.FindEpisodesAsync(
            Project,
            GraphTarget.ForGraph("g1"),
            new EpisodeQuery(100, null, EpisodeOrder.CreatedAt, Descending: false, filter),
            default);
        await Deletion.DeleteGraphAsync(Project, "g1", default);
        return string.Join(' ', page!.Episodes.Select(e => uuids.ToList().IndexOf(e.Uuid) + 1));
    }
}
