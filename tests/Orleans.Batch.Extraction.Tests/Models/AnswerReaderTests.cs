using System.Text.Json;
using System.Text.Json.Nodes;
using Orleans.Batch.Facts;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Tests.Models;

/// <summary>What of an answer becomes a fact.</summary>
public sealed class AnswerReaderTests
{
    private static readonly ExtractionWindow Window = new([], [
        Windows.Turn("I work at Acme since 2019.", "Ada", RoleType.User),
        Windows.Turn("Nice.", "Bot", RoleType.Assistant),
        Windows.Turn("A document without a speaker."),
    ]);

    public static TheoryData<string, string> Dropped => new()
    {
        { "episodes", "[]" }, { "episodes", "[0]" }, { "episodes", "[4]" }, { "episodes", "[1.5]" }, { "episodes", "[\"1\"]" }, { "episodes", "1" },
        { "episodes", "[99999999999999999999]" }, { "subject", "null" }, { "subject", "\" \"" }, { "subject", "7" }, { "subject", "\"\\u0000\"" },
        { "subject", "\"Acme\"" }, { "subject", Long(201) }, { "object", Long(201) }, { "object", "null" }, { "object", "{}" },
        { "predicate", "\"\"" }, { "predicate", "\"--\"" }, { "predicate", Long(101) }, { "predicate", "null" },
        { "predicate", $"\"{string.Concat(Enumerable.Repeat("aB", 50))}\"" },
    };

    [Theory]
    [InlineData("works at")]
    [InlineData("worksAt")]
    [InlineData("WORKS_AT")]
    [InlineData("Works-At")]
    public void Read_NormalizesThePredicate(string predicate) =>
        Answers.Lines(Window, Answers.WithFact(f => f["predicate"] = predicate)).ShouldBe(["Ada | WORKS_AT* | Acme"]);

    [Theory]
    [MemberData(nameof(Dropped))]
    public void Read_OfAFactThatLacksSomething_StatesNothing(string property, string json) =>
        Answers.Read(Window, Answers.WithFact(f => f[property] = JsonNode.Parse(json))).ShouldAllBe(r => r.Assertions.Count == 0 && r.Error == null);

    // A lone half of a surrogate pair is valid JSON, and no text.
    [Theory]
    [InlineData("\"subject\":\"Ada\"", "\"subject\":\"\\ud800\"", 0)]
    [InlineData("\"fact\":", "\"\\ud800\":", 1)]
    public void Read_OfHalfACharacter_DoesNotFail(string text, string replacement, int facts) =>
        Answers.Read(Window, Answers.WithFact().Replace(text, replacement, StringComparison.Ordinal))[0].Assertions.Count.ShouldBe(facts);

    [Fact]
    public void Read_OfTheLongestTexts_KeepsThem()
    {
        var name = new string('n', EntityName.MaxLength);

        Answers.Lines(Window, Answers.WithFact(f => (f["subject"], f["predicate"]) = (name, new string('P', 100))))
            .ShouldBe([$"{name} | {new string('P', 100)}* | Acme"]);
    }

    [Theory]
    [InlineData("42", "42")]
    [InlineData("1.50", "1.5")]
    [InlineData("true", "true")]
    [InlineData("\"red \\\"wine\\\"\"", "\"red \\\"wine\\\"\"")]
    [InlineData("null", null)]
    [InlineData("\"\"", null)]
    [InlineData("[1]", null)]
    [InlineData("{\"a\":1}", null)]
    public void Read_KeepsAScalarAsJson(string json, string? value) =>
        Answers.Lines(Window, Answers.WithFact(f => (f["object"], f["value"]) = (null, JsonNode.Parse(json))))
            .ShouldBe(value is null ? [] : [$"Ada | WORKS_AT* | {value}"]);

    [Fact]
    public void Read_OfAFactOfSeveralTurns_StatesItInTheFirst()
    {
        var read = Answers.Read(Window, Answers.WithFact(f => f["episodes"] = new JsonArray(9, 3, 2, 3)));

        read.Select(r => r.Assertions.Count).ShouldBe([0, 1, 0]);
    }

    [Fact]
    public void Read_TakesSingleValuedPredicatesFromTheWindowAlone()
    {
        var window = Window with { Predicates = [new KnownPredicate("WORKS_AT", true), new KnownPredicate("LIKES", false)] };

        Answers.Lines(window, Answers.WithFact()).ShouldBe(["Ada | WORKS_AT | Acme"]);
        Answers.Lines(window, Answers.WithFact(f => f["predicate"] = "LIKES")).ShouldBe(["Ada | LIKES* | Acme"]);
        Answers.Lines(window, Answers.WithFact(f => f["predicate"] = "OWNS")).ShouldBe(["Ada | OWNS* | Acme"]);
    }

    [Theory]
    [InlineData("I", 1, "Ada")]
    [InlineData("me", 1, "Ada")]
    [InlineData("the speaker", 2, "Bot")]
    [InlineData("user", 1, "Ada")]
    [InlineData("The user", 2, "Ada")]
    [InlineData("assistant", 1, "Bot")]
    [InlineData("user", 3, "Ada")]
    [InlineData("I", 3, null)]
    public void Read_ResolvesSpeakers(string subject, int turn, string? name)
    {
        var read = Answers.Read(Window, Answers.WithFact(f => (f["subject"], f["episodes"]) = (subject, new JsonArray(turn))));

        read[turn - 1].Assertions.Select(a => a.Subject.Name).ShouldBe(name is null ? [] : [name]);
    }

    [Fact]
    public void Read_OfAUserAmongSeveral_LeavesTheName()
    {
        var window = new ExtractionWindow([], [
            Windows.Turn("a", "Ada", RoleType.User), Windows.Turn("b", "Bo", RoleType.User), Windows.Turn("c", "Bot", RoleType.Assistant),
        ]);

        Answers.Read(window, Answers.WithFact(f => (f["subject"], f["episodes"]) = ("user", new JsonArray(3))))[2]
            .Assertions.Single().Subject.Name.ShouldBe("user");
    }

    [Fact]
    public void Read_MentionsSpeakersAndWhatATurnNames()
    {
        var read = Answers.Read(Window, Answers.WithFact(null, Answers.Entity("ACME", "company"), Answers.Entity("Nothing", "Entity"), Answers.Entity("I")));

        read.Select(r => r.Mentions).ShouldBe([
            [new Entity("Ada", "User"), new Entity("ACME", "Company")], [new Entity("Bot", "Assistant")], []]);
        read[0].Assertions.Single().Object.ShouldBe(new Entity("Acme", "Company"));
    }

    [Fact]
    public void Read_OfASpellingOfAKnownEntity_StatesTheKnownOne()
    {
        var window = Window with { KnownEntities = [new Entity("Ada Berg", "Person")] };

        var turn = Answers.Read(window, Answers.WithFact(null, Answers.Entity("Ada", "Human", "ADA  BERG")))[0];

        turn.Assertions.Single().Subject.ShouldBe(new Entity("Ada Berg", "Person"));
        turn.Mentions.Select(m => m.Name).ShouldContain("Ada");
    }

    [Theory]
    [InlineData("Eve", null, "Ada")]
    [InlineData("Ada", null, "Ada")]
    [InlineData("Countess", null, "Countess")]
    [InlineData("Countess", "Ada Lovelace", "Ada Lovelace")]
    [InlineData("Countess", "Ada", "Ada")]
    public void Read_FollowsSameAsAmongItsOwnEntities(string sameAs, string? second, string subject) =>
        Answers.Lines(Window, Answers.WithFact(
                null, Answers.Entity("Ada", null, sameAs), Answers.Entity("Countess", null, second), Answers.Entity("Ada Lovelace")))
            .ShouldBe([$"{subject} | WORKS_AT* | Acme"]);

    [Theory]
    [InlineData("Here it is: {0}")]
    [InlineData("```json\n{0}\n```")]
    [InlineData("{{}} {{not json}} {0} {{}} and more }}")]
    [InlineData("<think>Perhaps {{\"facts\":[{{}}]}}?</think>{0}")]
    [InlineData("[{0}]")]
    [InlineData("\ufeff{0}")]
    public void Read_FindsTheObjectInText(string format) =>
        Answers.Lines(Window, string.Format(null, format, Answers.WithFact())).ShouldBe(["Ada | WORKS_AT* | Acme"]);

    [Theory]
    [InlineData("")]
    [InlineData("Sorry.")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"facts\":null}")]
    [InlineData("{\"facts\":{}}")]
    [InlineData("{\"facts\":[\"Ada works at Acme\"]}")]
    [InlineData("{\"facts\":[{\"subject\":\"Ada\"}")]
    public void Read_OfWhatIsNoAnswer_IsMalformed(string answer) =>
        Should.Throw<ModelCallException>(() => Answers.Read(Window, answer)).Fault.ShouldBe(ModelFault.Malformed);

    [Theory]
    [InlineData("{\"facts\":[]}")]
    [InlineData("{\"entities\":[],\"facts\":[],}")]
    [InlineData("{\"entities\":\"none\",\"facts\":[]}")]
    public void Read_OfNoFacts_IsEmpty(string answer) =>
        Answers.Read(Window, answer).ShouldAllBe(r => r.Assertions.Count == 0);

    [Fact]
    public void Read_OfTooManyFacts_KeepsAsManyAsATurnMayState()
    {
        var fact = JsonNode.Parse(Answers.WithFact())!["facts"]![0]!.ToJsonString();
        var facts = Enumerable.Range(0, AssertionId.MaxPerEpisode + 10).Select(i => fact.Replace("Acme", $"Acme {i}", StringComparison.Ordinal));

        var read = Answers.Read(Window, $"{{\"facts\":[{string.Join(',', facts)}]}}");

        read[0].Assertions.Count.ShouldBe(AssertionId.MaxPerEpisode);
    }

    private static string Long(int length) => JsonSerializer.Serialize(new string('a', length));

    [Theory]
    [InlineData("Ada  took a\njob at Acme.", "Ada took a job at Acme.")]
    [InlineData("", null)]
    [InlineData(" ", null)]
    public void Read_KeepsTheSentence(string fact, string? sentence) =>
        Answers.Read(Window, Answers.WithFact(f => f["fact"] = fact))[0].Assertions.Single().Sentence.ShouldBe(sentence);

    [Fact]
    public void Read_OfASentenceThatIsTooLong_StatesTheFactWithoutIt() =>
        Answers.Read(Window, Answers.WithFact(f => f["fact"] = new string('a', FactText.MaxSentence + 1)))[0]
            .Assertions.Single().Sentence.ShouldBeNull();

    [Fact]
    public void Read_OfANameThatMeansAnother_TellsTheAlias()
    {
        var read = Answers.Read(Window, Answers.WithFact(f => f["subject"] = "Addie", Answers.Entity("Addie", null, "Ada"), Answers.Entity("Ada")));

        read[0].Assertions.Single().Subject.Name.ShouldBe("Ada");
        read[0].Aliases.ShouldBe([new EntityAlias("Addie", new Entity("Ada"))]);
        read[1].Aliases.ShouldBeEmpty();
    }

    [Fact]
    public void Read_OfAKnownAlias_NeedsNoWordOfTheAnswer()
    {
        var window = Window with { Aliases = [new KnownAlias("Addie", new Entity("Ada Berg", "Person"), IsRejected: false)] };

        Answers.Read(window, Answers.WithFact(f => f["subject"] = "addie"))[0].Assertions.Single().Subject
            .ShouldBe(new Entity("Ada Berg", "Person"));
    }

    [Fact]
    public void Read_OfAnAliasThatWasTakenBack_DoesNotFollowTheAnswer()
    {
        var window = Window with { Aliases = [new KnownAlias("Addie", new Entity("Ada"), IsRejected: true)] };
        var answer = Answers.WithFact(f => f["subject"] = "Addie", Answers.Entity("Addie", null, "Ada"), Answers.Entity("Ada"));

        var read = Answers.Read(window, answer)[0];

        read.Assertions.Single().Subject.Name.ShouldBe("Addie");
        read.Aliases.ShouldBeEmpty();
    }
}
