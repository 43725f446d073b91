using Orleans.Batch.Graphs;

namespace Orleans.Batch.Engine.Tests.Graphs;

public sealed class TemplateTextTests
{
    [Fact]
    public void ATemplate_IsTextWithVariablesAndTheirParameters()
    {
        var parts = Parse("# Facts\n%{edges limit=4 types=[WORKS_AT, LIVES_IN]}\n%{ entities include_attributes=false }%{user_summary} end");

        parts.Select(p => p.Text).ShouldBe(["# Facts\n", "\n", "", " end"]);
        var edges = parts[0].Variable.ShouldNotBeNull();
        (edges.Kind, edges.Limit, string.Join('|', edges.Types)).ShouldBe((TemplateVariableKind.Edges, 4, "WORKS_AT|LIVES_IN"));
        var entities = parts[1].Variable.ShouldNotBeNull();
        (entities.Kind, entities.Limit, entities.IncludeAttributes).ShouldBe((TemplateVariableKind.Entities, 20, false));
        parts[2].Variable!.Kind.ShouldBe(TemplateVariableKind.UserSummary);
        parts[3].Variable.ShouldBeNull();
    }

    [Theory]
    [InlineData("no variable, 100 % {x}")]
    [InlineData("%{episodes types=[X] limit=1000}")]
    [InlineData("%{observations limit=5} %{thread_summaries}")]
    public void AGoodTemplate_HasNoProblem(string template) => Problems(template).ShouldBeEmpty();

    [Theory]
    [InlineData("%{facts}", "no variable 'facts'")]
    [InlineData("%{}", "no variable ''")]
    [InlineData("a %{edges", "at position 2 is not closed")]
    [InlineData("%{edges limit=0}", "limit must be from 1 to 1000")]
    [InlineData("%{edges limit=1001}", "limit must be from 1 to 1000")]
    [InlineData("%{edges limit=x}", "got 'x'")]
    [InlineData("%{edges types=A,B}", "a list in brackets")]
    [InlineData("%{edges types=[A}", "is no parameter")]
    [InlineData("%{edges limit}", "is no parameter")]
    [InlineData("%{edges include_attributes=maybe}", "true or false")]
    [InlineData("%{edges order=asc}", "has no parameter 'order'")]
    [InlineData("%{user_summary limit=2}", "has no parameter 'limit'")]
    [InlineData("%{observations types=[A]}", "has no parameter 'types'")]
    public void ABadTemplate_SaysWhatIsWrong(string template, string problem) =>
        Problems(template).ShouldHaveSingleItem().ShouldContain(problem);

    private static IReadOnlyList<TemplatePart> Parse(string template)
    {
        var problems = new ProblemList();
        var parts = TemplateText.Parse(template, problems);
        problems.Count.ShouldBe(0);
        return parts;
    }

    private static List<string> Problems(string template)
    {
        var problems = new ProblemList();
        TemplateText.Parse(template, problems);
        return [.. problems.Listed.Select(p => p.Message)];
    }
}
