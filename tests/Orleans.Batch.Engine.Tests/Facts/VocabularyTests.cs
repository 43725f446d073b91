using Orleans.Batch.Facts;

namespace Orleans.Batch.Engine.Tests.Facts;

/// <summary>How the declared names and types of a graph change what its items become.</summary>
public sealed class VocabularyTests
{
    private const long Graph = 7;

    private static readonly Guid User = NodeId.OfUser(Graph);
    private static readonly UserNames Jane = new(Graph, ["Jane Doe", "jane-1", "jane@example.org", "Jane Roe"], "Jane");
    private static readonly DeclaredTypes Types = Declare(
        """[{"name":"SupportTicket"},{"name":"Team"},{"name":"Employer"},{"name":"School"}]""",
        """
        [{"name":"OWNED_BY","source_targets":[{"source":"SupportTicket","target":"Team"}]},
         {"name":"WorksAt","source_targets":[{"source":"User","target":"Employer"},{"source":"Team","target":"School"}]},
         {"name":"KNOWS"}]
        """);

    [Theory]
    [InlineData("Jane Doe", true)]
    [InlineData(" jane  DOE ", true)]
    [InlineData("Jane Roe", true)]
    [InlineData("jane-1", true)]
    [InlineData("JANE@example.org", true)]
    [InlineData("user", false)]
    [InlineData("Jane", false)]
    [InlineData("Jane Smith", false)]
    public void NamesOfTheUser_LeadToTheUsersNode(string name, bool isUser)
    {
        var nodes = Resolve([Knows(new Entity(name), new Entity("Blake"))], new(Jane, DeclaredTypes.None)).Nodes;

        nodes[0].Id.ShouldBe(isUser ? User : NodeId.FromName(Graph, name));
        nodes[1].Id.ShouldBe(NodeId.FromName(Graph, "Blake"));
    }

    [Theory]
    [InlineData("user", "User", true)]
    [InlineData("Jane", "User", true)]
    [InlineData("Jane", "Assistant", false)]
    [InlineData("Jane", null, false)]
    [InlineData("Blake", "User", false)]
    public void ASpeakerInTheUsersRole_IsTheUser_WithoutANameOrWithTheFirstName(string name, string? label, bool isUser)
    {
        var lives = Knows(new Entity(name, "Person"), new Entity("Lisbon"));
        var nodes = Resolve([lives], new(Jane, DeclaredTypes.None), [new Entity(name, label)]).Nodes;

        nodes[0].Id.ShouldBe(isUser ? User : NodeId.FromName(Graph, name));
    }

    [Fact]
    public void TwoNamesOfTheUser_AreOneNode() =>
        Resolve([Knows(new Entity("Jane Doe"), new Entity("jane-1"))], new(Jane, DeclaredTypes.None)).Nodes.Count.ShouldBe(1);

    [Theory]
    [InlineData("Jane", true)]
    [InlineData("jane doe", true)]
    [InlineData("Doe", false)]
    public void NamesOfTheUser_AreFoundInQueries(string name, bool isUser) => Jane.AreIn(name).ShouldBe(isUser);

    [Theory]
    [InlineData("Jane", "Doe", "Jane Doe")]
    [InlineData("Jane", null, "Jane")]
    [InlineData(null, " ", "jane-1")]
    public void TheUsersNode_HasTheFullNameOrTheId(string? first, string? last, string expected) =>
        UserNames.Display(first, last, "jane-1").ShouldBe(expected);

    [Theory]
    [InlineData("Support_ticket", "SupportTicket")]
    [InlineData("supportTicket", "SupportTicket")]
    [InlineData("Ticket", "Ticket")]
    public void ALabel_IsSpelledAsDeclared(string label, string expected) =>
        Resolve([Knows(new Entity("T-1", label), new Entity("x"))]).Nodes[0].Label.ShouldBe(expected);

    [Fact]
    public void AnEdgeType_GivesItsEndsTheirTypes()
    {
        var nodes = Resolve([OwnedBy(new Entity("T-1"), new Entity("Billing", "Group"))]).Nodes;

        nodes.Select(n => (n.Label, n.InferredLabel)).ShouldBe([(null, "SupportTicket"), ("Group", "Team")]);
    }

    [Fact]
    public void AnEdgeTypeOfSeveralPairs_GivesTypesOnlyWhereOnePairFits()
    {
        var works = new Assertion { Subject = new Entity("Anna"), Predicate = "WORKS_AT", Object = new Entity("Acme") };

        Resolve([works]).Nodes.ShouldAllBe(n => n.InferredLabel == null);
        Resolve([works with { Subject = new Entity("Anna", "User") }]).Nodes[1].InferredLabel.ShouldBe("Employer");
        Resolve([works with { Subject = new Entity("Anna", "Team") }]).Nodes[1].InferredLabel.ShouldBe("School");
    }

    [Fact]
    public void AFact_HasTheDeclaredName_OnTheTimelineItAlwaysHad()
    {
        var works = new Assertion { Subject = new Entity("Anna"), Predicate = "WORKS_AT", Object = new Entity("Acme") };
        var (declared, before) = (Resolve([works]).Assertions.Single(), Resolve([works], GraphVocabulary.Empty).Assertions.Single());

        (declared.Name, before.Name).ShouldBe(("WorksAt", "WORKS_AT"));
        declared.Slot.ShouldBe(before.Slot);
    }

    [Fact]
    public void AStrictBatch_KeepsTypedEntities_AndWhatIsSaidOfThese()
    {
        var facts = Resolve(
            [
                OwnedBy(new Entity("T-1"), new Entity("Billing")),
                Knows(new Entity("T-1"), new Entity("Berlin")),
                Knows(new Entity("Jane Doe"), new Entity("T-1")),
                Knows(new Entity("Berlin"), new Entity("Hamburg")),
            ],
            new(Jane, Types, IsStrict: true),
            [new Entity("Bot", "Assistant"), new Entity("Anna", "Person")]);

        facts.Nodes.Select(n => n.Name).ShouldBe(["T-1", "Billing", "Jane Doe", "Bot"]);
        facts.Assertions.Count.ShouldBe(2);
        facts.Mentions.ShouldBe([NodeId.FromName(Graph, "Bot")]);
    }

    [Fact]
    public void AStrictBatchWithoutDeclaredTypes_KeepsAll() =>
        Resolve([Knows(new Entity("A"), new Entity("B"))], new(null, DeclaredTypes.None, IsStrict: true)).Nodes.Count.ShouldBe(2);

    private static Assertion Knows(Entity one, Entity other) => new() { Subject = one, Predicate = "KNOWS", Object = other };

    private static Assertion OwnedBy(Entity ticket, Entity team) => new() { Subject = ticket, Predicate = "OWNED_BY", Object = team };

    private static DeclaredTypes Declare(string entities, string edges) =>
        DeclaredTypes.FromOntology(new Ontology(new JsonText(entities), new JsonText(edges)));

    private static ResolvedFacts Resolve(
        IReadOnlyList<Assertion> assertions, GraphVocabulary? vocabulary = null, IReadOnlyList<Entity>? mentions = null) =>
        FactResolver.Resolve(
            Graph, DateTimeOffset.UnixEpoch, new ItemExtraction(null, assertions, mentions ?? []), vocabulary ?? new(null, Types));
}
