using Orleans.Batch.Graphs;

namespace Orleans.Batch.Engine.Tests.Graphs;

/// <summary>Declared types are kept as written, so their content is checked first.</summary>
public sealed class OntologyRulesTests
{
    [Theory]
    [InlineData("""[{"name":"A","description":"d","x":{"kept":[1]},"properties":[{"name":"p","description":"","type":"Text"}]}]""", null)]
    [InlineData("""[{"name":"A","description":null,"properties":[{"name":"p","description":null,"type":null}]}]""", null)]
    [InlineData("""[{"name":"A","description":5}]""", "entity_types.description")]
    [InlineData("""[{"name":"A","description":{"a":1}}]""", "entity_types.description")]
    [InlineData("""[{"name":"A","description":["a"]}]""", "entity_types.description")]
    [InlineData("""[{"name":"A","properties":[{"name":"p","description":true}]}]""", "entity_types.properties.description")]
    [InlineData("""[{"name":"A","properties":[{"name":"p","type":1}]}]""", "entity_types.properties.type")]
    [InlineData("""[{"name":"A","properties":[{"name":"p","type":{}}]}]""", "entity_types.properties.type")]
    [InlineData("""[{"name":"A","properties":[{"name":"p","type":"Text"},{"name":"q","type":[]}]}]""", "entity_types.properties.type")]
    public void Check_DescriptionsAndTypes_MustBeTexts(string types, string? field)
    {
        Field(types, "[]").ShouldBe(field);
        Field("[]", types).ShouldBe(field?.Replace("entity_types", "edge_types", StringComparison.Ordinal));
    }

    [Fact]
    public void Check_LongTexts_AreRefused()
    {
        Field($$"""[{"name":"A","description":"{{new string('d', 5_001)}}"}]""", "[]").ShouldBe("entity_types.description");
        Field($$"""[{"name":"A","properties":[{"name":"p","type":"{{new string('t', 501)}}"}]}]""", "[]").ShouldBe("entity_types.properties.type");
    }

    private static string? Field(string entityTypes, string edgeTypes)
    {
        try
        {
            OntologyRules.Check(new Ontology(new JsonText(entityTypes), new JsonText(edgeTypes)), new OntologyScope([], []));
            return null;
        }
        catch (BatchServiceException e)
        {
            return e.Problems.ShouldHaveSingleItem().Field;
        }
    }
}
