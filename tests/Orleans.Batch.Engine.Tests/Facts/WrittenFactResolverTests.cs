using Orleans.Batch.Facts;

namespace Orleans.Batch.Engine.Tests.Facts;

public sealed class WrittenFactResolverTests
{
    private const long Graph = 7;

    private static readonly DateTimeOffset Time = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("Avery likes tea", true)]
    [InlineData(" avery LIKES Tea. ", true)]
    [InlineData("Avery likes tea a lot", false)]
    public void Resolve_TheSentenceOfItsParts_BelongsToTheTimelineOfExtractedFacts(string sentence, bool isShared)
    {
        var said = new Assertion { Subject = new Entity("Avery"), Predicate = "LIKES", Object = new Entity("tea") };
        var extracted = FactResolver.Resolve(Graph, Time, new ItemExtraction(null, [said], []), GraphVocabulary.Empty);

        var written = Resolve(sentence);

        (written.Assertions.Single().Slot == extracted.Assertions.Single().Slot).ShouldBe(isShared);
        written.Nodes.Select(n => n.Id).ShouldBe(extracted.Nodes.Select(n => n.Id));
    }

    [Fact]
    public void Resolve_TwoSentences_HaveTimelinesOfTheirOwn() =>
        Resolve("Avery asked for tea").Assertions[0].Slot.ShouldNotBe(Resolve("Avery spilled the tea").Assertions[0].Slot);

    [Fact]
    public void Resolve_AnEnd_IsASecondAssertionOfTheSameTimeline()
    {
        var assertions = Resolve("Avery likes tea", Time.AddDays(2)).Assertions;

        assertions.Select(a => (a.At.Day, a.Ends)).ShouldBe([(1, false), (3, true)]);
        assertions[1].Slot.ShouldBe(assertions[0].Slot);
    }

    private static ResolvedFacts Resolve(string sentence, DateTimeOffset? end = null) => WrittenFactResolver.Resolve(
        new NamedNode(NodeId.FromName(Graph, "Avery"), "Avery", null),
        new NamedNode(NodeId.FromName(Graph, "tea"), "tea", null),
        new NewFact
        {
            Target = GraphTarget.ForGraph("g"), Fact = sentence, Name = "LIKES", Source = new FactEnd(), Object = new FactEnd(), InvalidAt = end,
        },
        Time);
}
