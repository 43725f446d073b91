namespace Orleans.Batch.Extraction.Tests;

/// <summary>The name behind its kind: the Norwegian company Fjordlab.</summary>
public sealed class AppositionTests
{
    [Theory]
    [InlineData("Osei works for the Norwegian company Fjordlab in Bergen.", "Osei | WORKS_AT | Fjordlab")]
    [InlineData("Pryce works for the news agency Northline.", "Pryce | WORKS_AT | Northline")]
    [InlineData("Cole lives in the coastal town of Brackwater.", "Cole | LIVES_IN | Brackwater")]
    [InlineData("Cole lives in the city of Bergen.", "Cole | LIVES_IN | Bergen")]
    public void ByText_ANameBehindItsKind_IsTheObject(string text, string said) => ExtractorOutput.ByText(text).ShouldBe([said]);

    [Theory]
    [InlineData("Osei works for the Norwegian company.")]
    [InlineData("Osei works for a German publisher of maps.")]
    [InlineData("Cole lives in the city.")]
    public void ByText_AKindWithoutAName_IsNoObject(string text) => ExtractorOutput.ByText(text).ShouldBeEmpty();

    [Theory]
    [InlineData("Osei works at the Bank Austria.", "Osei | WORKS_AT | Bank Austria")]
    [InlineData("Osei works at the University of Oslo.", "Osei | WORKS_AT | University of Oslo")]
    public void ByText_AKindWithACapital_IsPartOfTheName(string text, string said) => ExtractorOutput.ByText(text).ShouldBe([said]);
}
