using Orleans.Batch.TestKit.PostgreSql;

namespace Orleans.Batch.PostgreSql.Tests.Graphs;

public sealed class OntologyTests(TestDatabase database) : MemoryFixture(database)
{
    private static readonly Ontology One = new(new JsonText("""[{"name": "A", "n": 1e400}]"""), new JsonText("[]"));
    private static readonly Ontology Two = new(new JsonText("[]"), new JsonText("""[{"name":"B"}]"""));
    private static readonly OntologyScope Whole = new([], []);

    [Fact]
    public async Task SetOntologyAsync_EachScope_KeepsItsOwn()
    {
        await NewGraphAsync("g1");
        await NewThreadAsync("u1");

        await Ontologies.SetOntologyAsync(Project, One, Whole, default);
        await Ontologies.SetOntologyAsync(Project, Two, new OntologyScope(["g1"], ["u1"]), default);

        (await Ontologies.FindOntologyAsync(Project, null, default)).ShouldBe(One);
        (await Ontologies.FindOntologyAsync(Project, GraphTarget.ForGraph("g1"), default)).ShouldBe(Two);
        (await Ontologies.FindOntologyAsync(Project, GraphTarget.ForUser("u1"), default)).ShouldBe(Two);
        await Ontologies.SetOntologyAsync(Project, One, new OntologyScope([], ["u1"]), default);
        (await Ontologies.FindOntologyAsync(Project, GraphTarget.ForUser("u1"), default)).ShouldBe(One);
        (await Ontologies.FindOntologyAsync(await Database.NewProjectAsync(), null, default)).ShouldBe(Ontology.Empty);
    }

    [Fact]
    public async Task SetOntologyAsync_AnUnknownGraph_ChangesNothing()
    {
        await NewGraphAsync("g1");

        var error = await Should.ThrowAsync<BatchServiceException>(async () =>
            await Ontologies.SetOntologyAsync(Project, One, new OntologyScope(["g1", "gone"], []), default));

        error.Kind.ShouldBe(ErrorKind.NotFound);
        error.Message.ShouldContain("gone");
        (await Ontologies.FindOntologyAsync(Project, GraphTarget.ForGraph("g1"), default)).ShouldBe(Ontology.Empty);
        (await Ontologies.FindOntologyAsync(Project, GraphTarget.ForGraph("gone"), default)).ShouldBeNull();
    }
}
