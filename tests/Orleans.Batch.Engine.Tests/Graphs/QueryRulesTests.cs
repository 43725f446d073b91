using Orleans.Batch.Graphs;

namespace Orleans.Batch.Engine.Tests.Graphs;

/// <summary>Grain calls and HTTP calls have the same bounds: those of <see cref="Limits"/>.</summary>
public sealed class QueryRulesTests
{
    [Fact]
    public void Bound_OfTooMany_IsTheMost()
    {
        QueryRules.Bound(new MessageQuery(int.MaxValue)).Limit.ShouldBe(Limits.PerPage);
        QueryRules.Bound(new EpisodeQuery(int.MaxValue)).Limit.ShouldBe(Limits.EpisodesPerPage);
        QueryRules.BoundLast(int.MaxValue).ShouldBe(Limits.PerPage);
        QueryRules.Bound(new GraphQuery(int.MaxValue, int.MaxValue))
            .ShouldBe(new GraphQuery(Limits.PageNumber, Limits.GraphsPerPage));
        QueryRules.Bound(new IdQuery(int.MaxValue, int.MaxValue)).ShouldBe(new IdQuery(Limits.PageNumber, Limits.PerPage));
        GraphListRules.BoundNodes(new GraphListQuery(int.MaxValue)).Limit.ShouldBe(Limits.PerPage);
        GraphListRules.Bound(new NeighborQuery(int.MaxValue)).Limit.ShouldBe(Limits.NeighborsPerPage);
    }

    [Theory]
    [InlineData(Limits.ListSearchLength, true)]
    [InlineData(Limits.ListSearchLength + 1, false)]
    public void Bound_ASearchedText_HasTheLengthOfHttp(int length, bool isTaken)
    {
        var bound = () => QueryRules.Bound(new GraphQuery(Search: new string('x', length)));

        if (isTaken)
        {
            bound().Search!.Length.ShouldBe(length);
        }
        else
        {
            Should.Throw<BatchServiceException>(bound).Code.ShouldBe(ErrorCodes.TooLong);
        }
    }
}
