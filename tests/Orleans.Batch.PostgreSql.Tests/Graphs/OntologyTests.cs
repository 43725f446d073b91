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

        await Store.SetOntologyAsync(Project, One, Whole, default);
        await Store.SetOntologyAsync(Project, Two, new OntologyScope(["g1"], ["u1"]), default);

        (await Store.FindOntologyAsync(Project, null, default)).ShouldBe(One);
        (await Store.FindOntologyAsync(Project, GraphTarget.ForGraph("g1"), default)).ShouldBe(Two);
        (await Store.FindOntologyAsync(Project, GraphTarget.ForUser("u1"), default)).ShouldBe(Two);
        await Store.SetOntologyAsync(Project, One, new OntologyScope([], ["u1"]), default);
        (await Store.FindOntologyAsync(Project, GraphTarget.ForUser("u1"), default)).ShouldBe(One);
        (await Store.FindOntologyAsync(await Database.NewProjectAsync(), null, default)).ShouldBe(Ontology.Empty);
    }

    [Fact]
    public async Task SetOntologyAsync_AnUnknownGraph_ChangesNothing()
    {
        await NewGraphAsync("g1");

        var error = await Should.ThrowAsync<BatchServiceException>(async () =>
            await Store.SetOntologyAsync(Project, One, new OntologyScope(["g1", "gone"], []), default));

        error.Kind.ShouldBe(ErrorKind.NotFound);
        error.Message.ShouldContain("gone");
        (await Store.FindOntologyAsync(Project, GraphTarget.ForGraph("g1"), default)).ShouldBe(Ontology.Empty);
        (await Store.FindOntologyAsync(Project, GraphTarget.ForGraph("gone"), default)).ShouldBeNull();
    }
}
