using Orleans.Batch.Facts;

namespace Orleans.Batch.Engine.Tests.Graphs;

public sealed class QueryNamesTests
{
    [Fact]
    public void Of_AQuestion_GivesRunsWithoutPunctuation()
    {
        var names = QueryNames.FromQuery("Is \"Avery Stone\" in St. John's?").ToList();

        names.ShouldContain("Avery Stone");
        names.ShouldContain("St. John");
        names.ShouldContain("Is");
        names.ShouldNotContain("");
        QueryNames.FromQuery("").ShouldBeEmpty();
        QueryNames.FromQuery(" ?! \n").ShouldBeEmpty();
        QueryNames.FromQuery(string.Join(' ', Enumerable.Repeat("x", 10_000))).Count().ShouldBe(64 * 5 - 10);
    }
}
