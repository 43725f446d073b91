using Orleans.Batch.Facts;

namespace Orleans.Batch.Engine.Tests.Facts;

/// <summary>To which nodes and timelines the assertions of an item belong.</summary>
public sealed class FactResolverTests
{
    private const long Graph = 7;

    private static readonly DateTimeOffset ReferenceTime = new(2024, 5, 1, 12, 0, 0, TimeSpan.FromHours(2));
    private static readonly Entity Anna = new("Anna");
    private static readonly Entity Acme = new("Acme");

    [Fact]
    public void NothingExtracted_HasNoFacts() => Resolve([]).ShouldBeSameAs(ResolvedFacts.None);

    [Fact]
    public void TheSameNameInAnotherSpelling_IsOneNodeUnderItsFirstSpelling()
    {
        var facts = Resolve([WorksAt(Acme), WorksAt(new Entity(" ACME ")) with { Subject = new Entity("anna") }]);

        facts.Nodes.Select(n => n.Name).ShouldBe(["Anna", "Acme"]);
        facts.Assertions.Count.ShouldBe(1, "both say the same");
    }

    [Fact]
    public void ALabelStatedLater_IsTheNodesOwn_AndTheFirstOneStays()
    {
        var facts = Resolve([WorksAt(Acme)], [Anna with { Label = "Person" }, Anna with { Label = "Customer" }]);

        facts.Nodes.Single(n => n.Name == "Anna").Label.ShouldBe("Person");
        facts.Mentions.ShouldBeEmpty("the node has an assertion");
    }

    [Fact]
    public void AMentionWithoutAnAssertion_IsListedOnce()
    {
        var facts = Resolve([WorksAt(Acme)], [new Entity("Berlin"), new Entity("BERLIN")]);

        facts.Mentions.ShouldBe([NodeId.FromName(Graph, "berlin")]);
        facts.Count.ShouldBe(2);
    }

    [Fact]
    public void ThePredicateWithOneObjectAtATime_HasOneTimelineForAllObjects() =>
        Slots(WorksAt(Acme) with { SingleValued = true }, WorksAt(new Entity("Initech")) with { SingleValued = true }).Count.ShouldBe(1);

    [Fact]
    public void APredicateWithSeveralObjects_HasATimelineForEachObject() =>
        Slots(WorksAt(Acme), WorksAt(new Entity("Initech"))).Count.ShouldBe(2);

    [Fact]
    public void AnotherSubjectPredicateOrValue_IsAnotherTimeline() => Slots(
        Status("\"paid\""),
        Status("\"open\""),
        Status("\"paid\"") with { Predicate = "STATE" },
        Status("\"paid\"") with { Subject = Acme }).Count.ShouldBe(4);

    [Fact]
    public void TheEndOfAFact_IsOnItsTimeline()
    {
        var facts = Resolve([WorksAt(Acme), WorksAt(Acme) with { Ends = true }]);

        facts.Assertions.Select(a => a.Ends).ShouldBe([false, true]);
        facts.Assertions.Select(a => a.Slot).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void AScalar_HasTheSubjectAsTarget()
    {
        var assertion = Resolve([Status("\"paid\"")]).Assertions.ShouldHaveSingleItem();

        (assertion.Target, assertion.Value).ShouldBe((assertion.Slot.Source, "\"paid\""));
    }

    [Fact]
    public void AnAssertionWithoutATime_HasTheReferenceTime() =>
        Resolve([WorksAt(Acme)]).Assertions.Single().At.ShouldBe(ReferenceTime.UtcDateTime);

    [Fact]
    public void TheTime_IsUtcInWholeMicroseconds()
    {
        var at = Resolve([WorksAt(Acme) with { At = ReferenceTime.AddTicks(19) }]).Assertions.Single().At;

        at.ShouldBe(ReferenceTime.UtcDateTime.AddTicks(10));
        at.Kind.ShouldBe(DateTimeKind.Utc);
    }

    [Fact]
    public void AnotherGraph_HasOtherNodes() =>
        FactResolver.Resolve(Graph + 1, ReferenceTime, new ItemExtraction(null, [WorksAt(Acme)], []), GraphVocabulary.Empty)
            .Nodes.Select(n => n.Id).ShouldNotContain(NodeId.FromName(Graph, "Anna"));

    private static Assertion WorksAt(Entity employer) => new() { Subject = Anna, Predicate = "WORKS_AT", Object = employer };

    private static Assertion Status(string value) => new() { Subject = Anna, Predicate = "STATUS", Value = value };

    private static HashSet<SlotKey> Slots(params Assertion[] assertions) => [.. Resolve(assertions).Assertions.Select(a => a.Slot)];

    private static ResolvedFacts Resolve(IReadOnlyList<Assertion> assertions, IReadOnlyList<Entity>? mentions = null) =>
        FactResolver.Resolve(Graph, ReferenceTime, new ItemExtraction(null, assertions, mentions ?? []), GraphVocabulary.Empty);
}
