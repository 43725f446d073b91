using System.Text.Json;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Tests.Models;

/// <summary>What a request for summaries says, what its key depends on, and how its answer is read.</summary>
public sealed class SummaryPromptTests
{
    private static readonly DateTimeOffset Day = new(2024, 5, 16, 12, 0, 0, TimeSpan.Zero);
    private static readonly ModelProfile Profile = new() { Model = "stub", ContextTokens = 100_000 };

    private static readonly SummaryQuestion Base = new(
        [
            new(SubjectKind.User, "Ada", ["User"], "Ada is a cook.", [Fact("Ada works at Acme"), Fact("Ada lives in Rome") with { EndedAt = Day.AddDays(1) }]),
            new(SubjectKind.Entity, "Acme", [], null, [Fact("Ada works at Acme")]),
        ],
        [new("diet", "Tell the \"diet\".\nAlways.")]);

    public static TheoryData<string, Func<SummaryQuestion, SummaryQuestion>> Different => new()
    {
        { "the present summary", q => Edit(q, s => s with { Previous = null }) },
        { "a fact", q => Edit(q, s => s with { Lines = [Fact("Ada works at Bmce")] }) },
        { "the end of a fact", q => Edit(q, s => s with { Lines = [s.Lines[0] with { EndedAt = Day }, s.Lines[1]] }) },
        { "the kind", q => Edit(q, s => s with { Kind = SubjectKind.Entity }) },
        { "a label", q => Edit(q, s => s with { Labels = [] }) },
        { "the instructions", q => q with { Instructions = [] } },
        { "a subject less", q => q with { Subjects = [q.Subjects[0]] } },
    };

    [Fact]
    public void Compose_WritesALineOfEachSubjectAndFact_AndInstructionsLast()
    {
        var request = SummaryPrompt(Base);

        request.User.ShouldBe(
            """
            {"subject":1,"kind":"user","name":"Ada","labels":["User"],"summary":"Ada is a cook."}
            {"subject":1,"since":"2024-05-16","fact":"Ada works at Acme"}
            {"subject":1,"since":"2024-05-16","until":"2024-05-17","fact":"Ada lives in Rome"}
            {"subject":2,"kind":"entity","name":"Acme"}
            {"subject":2,"since":"2024-05-16","fact":"Ada works at Acme"}

            """);
        request.System.ShouldEndWith("\n- \"Tell the \\\"diet\\\".\\nAlways.\"");
    }

    [Fact]
    public void Compose_OfAThread_WritesItsMessages()
    {
        var said = new SummaryLine("Hi\n{\"subject\":2}", Day, null, " Bo ", 7);

        SummaryPrompt(new([new(SubjectKind.Thread, "Ada", [], null, [said, said with { Speaker = null }])], [])).User.ShouldBe(
            """
            {"subject":1,"kind":"thread","name":"Ada"}
            {"subject":1,"speaker":"Bo","time":"2024-05-16T12:00:00Z","said":"Hi\n{\"subject\":2}"}
            {"subject":1,"time":"2024-05-16T12:00:00Z","said":"Hi\n{\"subject\":2}"}

            """);
    }

    [Theory]
    [MemberData(nameof(Different))]
    public void Compose_WithAnotherQuestion_HasAnotherKey(string what, Func<SummaryQuestion, SummaryQuestion> edit) =>
        SummaryPrompt(edit(Base)).Key.ShouldNotBe(SummaryPrompt(Base).Key, what);

    // Stored answers are found by it: a change of it must be meant.
    [Fact]
    public void Compose_OfOneQuestion_HasAlwaysThisKey() =>
        SummaryPrompt(Base).Key.ShouldBe(Guid.Parse("d169e51a-b9db-cbb7-c099-c57d6b8e803e"));

    [Theory]
    [InlineData("""{"summaries":[{"subject":2,"summary":" B "},{"subject":1,"summary":"A"},{"subject":1,"summary":"C"}]}""", "A", "B")]
    [InlineData("""Here: {"summaries":[{"subject":1,"summary":"A"},{"subject":3,"summary":"x"},{"subject":"2","summary":"x"},7]}""", "A", null)]
    [InlineData("""{"summaries":[{"subject":1,"summary":""},{"subject":2,"summary":"B"}]}""", null, "B")]
    public void Read_TakesTheFirstSummaryOfEachSubject(string answer, string? first, string? second) =>
        Extraction.Models.SummaryReader.Read(Base, answer).ShouldBe([first, second]);

    [Theory]
    [InlineData("""{"summaries":[]}""")]
    [InlineData("""{"summaries":["A"]}""")]
    [InlineData("""{"summaries":[{"subject":9,"summary":"A"}]}""")]
    [InlineData("""{"facts":[]}""")]
    [InlineData("Ada is a cook.")]
    public void Read_OfAnAnswerWithoutASummary_IsMalformed(string answer) => Should
        .Throw<ModelCallException>(() => Extraction.Models.SummaryReader.Read(Base, answer)).Fault.ShouldBe(ModelFault.Malformed);

    [Fact]
    public void Read_OfAVeryLongSummary_CutsIt()
    {
        var answer = JsonSerializer.Serialize(new { summaries = new[] { new { subject = 1, summary = new string('a', 4_999) + "🙂" } } });

        Extraction.Models.SummaryReader.Read(Base, answer)[0].ShouldBe(new string('a', 4_999));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task AnEndpoint_AnswersInEachForm(bool acceptsSchema, bool acceptsObject)
    {
        await using var scenario = await ModelScenario.StartAsync(s => (s.AcceptsJsonSchema, s.AcceptsJsonObject, s.WritesProse) = (acceptsSchema, acceptsObject, !acceptsObject));

        var answer = await scenario.Client.AskAsync(scenario.Profile, Extraction.Models.SummaryPrompt.Compose(scenario.Profile, Base), default);

        Extraction.Models.SummaryReader.Read(Base, answer.Text).ShouldBe(["Ada: Ada works at Acme; no longer Ada lives in Rome", "Acme: Ada works at Acme"]);
        scenario.Stub.Chats[^1].AsksForSummaries.ShouldBeTrue();
    }

    private static SummaryLine Fact(string text) => new(text, Day, null, null, 0);

    private static SummaryQuestion Edit(SummaryQuestion question, Func<SummarySubject, SummarySubject> edit) =>
        question with { Subjects = [edit(question.Subjects[0]), question.Subjects[1]] };

    private static ModelRequest SummaryPrompt(SummaryQuestion question) => Extraction.Models.SummaryPrompt.Compose(Profile, question);
}
