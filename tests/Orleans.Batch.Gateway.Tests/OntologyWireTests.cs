namespace Orleans.Batch.Gateway.Tests;

/// <summary>The requests and answers of declared types.</summary>
public sealed class OntologyWireTests(HostFixture fixture) : IClassFixture<HostFixture>
{
    private readonly GatewayHost _host = fixture.Fresh();

    [Fact]
    public async Task Set_IsEchoedExactly()
    {
        const string entities = """[{"name":"Plan","description":"d", "x":1e400,"properties":[{"name":"n","type":"Int","description":""}]}]""";
        const string edges = """[ {"name":"HAS","description":"","source_targets":[{"source":"A"}]} ]""";

        var put = await PutAsync($$"""{"entity_types":{{entities}},"edge_types":{{edges}},"graph_ids":["a/b"],"user_ids":["u"]}""");
        put.Status.ShouldBe(200, put.Body);
        put.Message.ShouldNotBeNullOrEmpty();
        var scope = (OntologyScope)_host.Memory.Queries.Single();
        (scope.GraphIds.Single(), scope.UserIds.Single()).ShouldBe(("a/b", "u"));

        var got = await _host.GetAsync("api/v2/entity-types?graph_id=a%2Fb");
        got.Body.ShouldBe($$"""{"entity_types":{{entities}},"edge_types":{{edges}}}""");
        _host.Memory.Queries.ShouldContain(GraphTarget.ForGraph("a/b"));
    }

    [Theory]
    [InlineData("""{"edge_types":[{"name":"HAS"}]}""")]
    [InlineData("""{"entity_types":null}""")]
    [InlineData("{}")]
    [InlineData("")]
    public async Task Set_ListsLeftOut_AreEmpty(string body)
    {
        (await PutAsync(body)).Status.ShouldBe(200);
        _host.Memory.Ontology.EntityTypes.Value.ShouldBe("[]");
    }

    [Theory]
    [InlineData("""{"entity_types":{}}""", "wrong_type")]
    [InlineData("""{"entity_types":[{"name":"\u0000"}]}""", "nul_character")]
    [InlineData("""{"entity_types":[{"name":"a","name":"b"}]}""", "duplicate_key")]
    [InlineData("""{"graph_ids":"g"}""", "wrong_type")]
    public async Task Set_BadBodies_AreRefused(string body, string code) => (await PutAsync(body)).ShouldBeError(400, code);

    private async Task<Answer> PutAsync(string body) =>
        await Answer.OfAsync(await _host.Client.PutAsync("api/v2/entity-types", new StringContent(body)));
}
