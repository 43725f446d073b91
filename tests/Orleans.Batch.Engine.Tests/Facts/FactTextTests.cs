using Orleans.Batch.Facts;

namespace Orleans.Batch.Engine.Tests.Facts;

public sealed class FactTextTests
{
    [Theory]
    [InlineData("WORKS_AT", null, "Dahl works at engineer")]
    [InlineData("IS_A", "\"engineer\"", "Dahl is an engineer")]
    [InlineData("IS_A", "\"Irish citizen\"", "Dahl is an Irish citizen")]
    [InlineData("IS_A", "\"teacher\"", "Dahl is a teacher")]
    [InlineData("IS_A", "\"university teacher\"", "Dahl is a university teacher")]
    [InlineData("IS_A", "\"European\"", "Dahl is a European")]
    [InlineData("SEATS", "25", "Dahl seats 25")]
    public void Format_ComposesASentence(string name, string? value, string expected) =>
        FactText.Format("Dahl", name, "engineer", value).ShouldBe(expected);
}
