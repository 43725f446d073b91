using Orleans.Batch.Graphs;
using Orleans.Batch.Realtime;

namespace Orleans.Batch.Engine.Tests.Rules;

/// <summary>Numbers that some JSON readers cannot read are refused, in every place that keeps numbers.</summary>
public sealed class NumberRulesTests
{
    private static readonly string Longest = new('7', NumberRules.MaxLength);

    [Fact]
    public void Check_ALengthAndAPlace_OnlyTooLongIsRefused()
    {
        foreach (var length in Enumerable.Range(NumberRules.MaxLength - 5, 11))
        {
            for (var before = 0; before < 300; before++)
            {
                foreach (var number in Forms(length))
                {
                    var json = $"{{\"{new string('k', before)}\":[{number},1]}}";
                    (Check(json).Count == 1).ShouldBe(length > NumberRules.MaxLength, json);
                }
            }
        }
    }

    [Fact]
    public void Check_DigitsThatAreNoNumber_AreLeftAlone()
    {
        Check($"{{\"{Longest}1\":\"{Longest}{Longest}\"}}").Count.ShouldBe(0);
        Check($"not JSON {Longest}{Longest}").Count.ShouldBe(0);
        Check(null).Count.ShouldBe(0);
    }

    [Fact]
    public void Items_HoldingOne_AreRefusedWithTheField()
    {
        var item = new NewBatchItem { Kind = ItemKind.GraphEpisode, GraphId = "g", Content = $"[{Longest}1]", DataType = DataType.Json };
        Problem(item).ShouldBe((3, "data", ErrorCodes.TooLong));
        Problem(item with { Content = "{}", Metadata = new JsonText($$"""{"n":-{{Longest}}}""") }).ShouldBe((3, "metadata", ErrorCodes.TooLong));
        Problem(item with { Content = "{}", Metadata = new JsonText($$"""{"n":[1,{{Longest}}e5]}""") }).ShouldBe((3, "metadata", ErrorCodes.TooLong));
        Problem(item with { DataType = DataType.Text }).ShouldBe(default);
        Problem(item with { Content = $"[{Longest}]" }).ShouldBe(default);
    }

    [Fact]
    public void LiveWrites_HoldingOne_AreRefusedWithTheField()
    {
        var episode = new NewEpisode { Target = GraphTarget.ForGraph("g"), Content = $"[{Longest}1]", DataType = DataType.Json };
        Refusal(() => RealtimeRules.Check(episode)).ShouldBe(("data", ErrorCodes.TooLong));
        Refusal(() => RealtimeRules.Check(episode with { Content = "{}", Metadata = new JsonText($$"""{"n":{{Longest}}1}""") }))
            .ShouldBe(("metadata", ErrorCodes.TooLong));
        Refusal(() => RealtimeRules.Check("t", [new NewMessage { Role = RoleType.User, Content = "c", Metadata = new JsonText($$"""{"n":{{Longest}}1}""") }]))
            .ShouldBe(("metadata", ErrorCodes.TooLong));
    }

    [Fact]
    public void OtherMetadataAndTypes_HoldingOne_AreRefused()
    {
        var problems = new ProblemList();
        MetadataRules.CheckObject(new JsonText($$$"""{"a":{"b":[{{{Longest}}}1]}}"""), "metadata", problems);
        problems.FirstCode.ShouldBe(ErrorCodes.TooLong);
        Refusal(() => OntologyRules.Check(
                new Ontology(new JsonText($$"""[{"name":"A","x":{{Longest}}1}]"""), new JsonText("[]")), new OntologyScope([], [])))
            .ShouldBe(("entity_types", ErrorCodes.TooLong));
    }

    // Each of the given length: whole, negative, and with all parts that a number may have.
    private static IEnumerable<string> Forms(int length) =>
    [
        new string('9', length),
        "-" + new string('9', length - 1),
        $"-{new string('9', length / 3)}.{new string('0', length / 3)}e-{new string('1', length - (2 * (length / 3)) - 4)}",
    ];

    private static ProblemList Check(string? json)
    {
        var problems = new ProblemList();
        NumberRules.Check(json, null, "f", problems);
        return problems;
    }

    private static (int?, string?, string?) Problem(NewBatchItem item)
    {
        var problems = new ProblemList();
        BatchItemRules.Check(item, 3, problems);
        return problems.Listed.Select(static p => ((int?)p.Index, p.Field, (string?)p.Code)).SingleOrDefault();
    }

    private static (string?, string) Refusal(Action check)
    {
        var problem = Should.Throw<BatchServiceException>(check).Problems.ShouldHaveSingleItem();
        return (problem.Field, problem.Code);
    }
}
