using Orleans.Batch.Graphs;

namespace Orleans.Batch.Engine.Tests.Graphs;

public sealed class FilterRulesTests
{
    [Theory]
    [InlineData(MetadataOperator.Equal, "[1]", ErrorCodes.WrongType)]
    [InlineData(MetadataOperator.Equal, "{}", ErrorCodes.WrongType)]
    [InlineData(MetadataOperator.Equal, null, ErrorCodes.WrongType)]
    [InlineData(MetadataOperator.Equal, "1e999", ErrorCodes.OutOfRange)]
    [InlineData(MetadataOperator.Equal, "\"\\u0000\"", ErrorCodes.NulCharacter)]
    [InlineData(MetadataOperator.Equal, "\"\\ud800\"", ErrorCodes.InvalidEncoding)]
    [InlineData(MetadataOperator.Less, "true", ErrorCodes.WrongType)]
    [InlineData(MetadataOperator.Less, "null", ErrorCodes.WrongType)]
    [InlineData(MetadataOperator.Less, "1", null)]
    [InlineData(MetadataOperator.Equal, "null", null)]
    [InlineData(MetadataOperator.Contains, "\"x\"", null)]
    [InlineData(MetadataOperator.IsNull, null, null)]
    public void Check_AComparison_IsRefusedForItsReason(MetadataOperator comparison, string? value, string? code) =>
        Check(new MetadataComparison("k", comparison, value is null ? null : new JsonText(value))).FirstCode.ShouldBe(code);

    [Fact]
    public void Check_TooManyTooDeepOrEmpty_IsRefused()
    {
        MetadataFilter one = new MetadataComparison("k", MetadataOperator.IsNull, null);
        MetadataFilter Group(int count) => new MetadataFilterGroup(true, [.. Enumerable.Repeat(one, count)]);
        MetadataFilter Deep(int depth) => depth == 0 ? one : new MetadataFilterGroup(false, [Deep(depth - 1)]);

        Check(Group(Limits.FilterComparisons)).Count.ShouldBe(0);
        Check(Group(Limits.FilterComparisons + 1)).FirstCode.ShouldBe(ErrorCodes.TooMany);
        Check(Group(0)).FirstCode.ShouldBe(ErrorCodes.Required);
        Check(Deep(Limits.FilterDepth)).Count.ShouldBe(0);
        Check(Deep(10_000)).FirstCode.ShouldBe(ErrorCodes.TooMany);
    }

    [Theory]
    [InlineData(Limits.FilterKeyLength, Limits.FilterValueLength, null)]
    [InlineData(Limits.FilterKeyLength + 1, Limits.FilterValueLength, ErrorCodes.TooLong)]
    [InlineData(Limits.FilterKeyLength, Limits.FilterValueLength + 1, ErrorCodes.TooLong)]
    public void Check_ALongKeyOrValue_IsRefused(int key, int value, string? code) =>
        Check(new MetadataComparison(new string('k', key), MetadataOperator.Equal, new JsonText($"\"{new string('v', value - 2)}\"")))
            .FirstCode.ShouldBe(code);

    private static ProblemList Check(MetadataFilter filter)
    {
        var problems = new ProblemList();
        FilterRules.Check(filter, problems);
        return problems;
    }
}
