using Orleans.Batch.Facts;
using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Tests.Models;

/// <summary>The key of a request changes with what decides its answer, and with nothing else.</summary>
public sealed class RequestKeyTests
{
    private static readonly ModelProfile Profile = new() { Endpoint = new Uri("http://127.0.0.1:9/v1"), Model = "stub" };
    private static readonly ExtractionWindow Base = new([Windows.Turn("before")], [Windows.Turn("one", "Ada", RoleType.User), Windows.Turn("two")]);

    public static TheoryData<string, Func<ExtractionWindow, ExtractionWindow>> Same => new()
    {
        { "known entities", w => w with { KnownEntities = [new Entity("Ada", "Person")] } },
        { "predicates", w => w with { Predicates = [new KnownPredicate("WORKS_AT", true)] } },
        { "identities of episodes", w => w with { Turns = [.. w.Turns.Select(t => t with { EpisodeUuid = Guid.NewGuid() })] } },
        { "an empty ontology", w => w with { Ontology = Ontology.Empty } },
    };

    public static TheoryData<string, Func<ExtractionWindow, ExtractionWindow>> Different => new()
    {
        { "content", w => Edit(w, t => t with { Content = "other" }) },
        { "speaker", w => Edit(w, t => t with { Speaker = "Bo" }) },
        { "role", w => Edit(w, t => t with { Role = RoleType.Assistant }) },
        { "time", w => Edit(w, t => t with { ReferenceTime = t.ReferenceTime.AddSeconds(1) }) },
        { "context", w => w with { Context = [Windows.Turn("earlier")] } },
        { "a turn less", w => w with { Turns = [w.Turns[0]] } },
        { "context that is a turn", w => new ExtractionWindow([], [.. w.Context, .. w.Turns]) },
        { "instructions", w => w with { Instructions = [new Instruction("a", "Only food.")] } },
        { "types", w => w with { Ontology = new Ontology(new JsonText("[{\"name\":\"Dog\"}]"), new JsonText("[]")) } },
    };

    [Theory]
    [MemberData(nameof(Same))]
    public void Compose_WithOtherHints_HasTheSameKey(string what, Func<ExtractionWindow, ExtractionWindow> edit) =>
        Key(edit(Base)).ShouldBe(Key(Base), what);

    [Theory]
    [MemberData(nameof(Different))]
    public void Compose_WithAnotherQuestion_HasAnotherKey(string what, Func<ExtractionWindow, ExtractionWindow> edit) =>
        Key(edit(Base)).ShouldNotBe(Key(Base), what);

    [Fact]
    public void Compose_ForAnotherModel_HasAnotherKey()
    {
        Key(Base, new ModelProfile { Model = "other" }).ShouldNotBe(Key(Base));
        Key(Base, new ModelProfile { Model = "stub", RequestsPerMinute = 7, AnswerTokens = 300 }).ShouldBe(Key(Base));
    }

    // Stored answers are found by it: a change of it must be meant.
    [Fact]
    public void Compose_OfOneWindow_HasAlwaysThisKey() => Key(Base).ShouldBe(Guid.Parse("ac424030-fa7c-2257-e207-ac8838efd921"));

    private static ExtractionWindow Edit(ExtractionWindow window, Func<WindowTurn, WindowTurn> edit) =>
        window with { Turns = [edit(window.Turns[0]), window.Turns[1]] };

    private static Guid Key(ExtractionWindow window, ModelProfile? profile = null) =>
        Extraction.Models.WindowPrompt.Compose(profile ?? Profile, window).Key;
}
