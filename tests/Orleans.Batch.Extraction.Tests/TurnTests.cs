namespace Orleans.Batch.Extraction.Tests;

/// <summary>The persons that I, we, he and she refer to.</summary>
public sealed class TurnTests
{
    [Theory]
    [InlineData("Anna: I work at Acme.\nTom (user): I live in Graz.\nand I work at Globex.", "Anna | WORKS_AT | Acme", "Tom | LIVES_IN | Graz", "Tom | WORKS_AT | Globex")]
    [InlineData("I work at Acme.\nAnna: We live in Graz.", "Anna | LIVES_IN | Graz")]
    [InlineData("See http://example.org: I work at Acme.")]
    public void ByMessageData_LinesOfSpeakers_AreTheirFirstPersons(string data, params string[] said) =>
        ExtractorOutput.ByMessageData(data).ShouldBe(said);

    [Theory]
    [InlineData("Anna: I work at Acme.")]
    [InlineData("I work at Acme. We live in Graz. My manager is Tom.")]
    public void ByText_WithoutASpeaker_HasNoFirstPerson(string text) => ExtractorOutput.ByText(text).ShouldBeEmpty();

    [Theory]
    [InlineData("Anna Berg (12 May 2025): I work at Acme.", "Anna Berg | WORKS_AT | Acme")]
    [InlineData("Debian 8 Jessie (April 2015): I work at Acme.")]
    [InlineData("Chapter 12 (May 2025): I work at Acme.")]
    public void ByText_ANameWithANumber_IsNoSpeaker(string text, params string[] said) => ExtractorOutput.ByText(text).ShouldBe(said);

    [Theory]
    [InlineData("Anna joined Acme. She lives in Graz.", "Anna | WORKS_AT | Acme", "Anna | LIVES_IN | Graz")]
    [InlineData("Anna joined Acme. Tom joined Globex. He lives in Graz.", "Anna | WORKS_AT | Acme", "Tom | WORKS_AT | Globex")]
    [InlineData("Anna reports to Tom. He lives in Graz.", "Anna | REPORTS_TO | Tom")]
    [InlineData("She lives in Graz.")]
    public void ByText_HeAndShe_AreTheOnlyPersonSoFar(string text, params string[] said) => ExtractorOutput.ByText(text).ShouldBe(said);

    [Fact]
    public void ByMessage_WithoutName_SpeaksAsItsRole() =>
        ExtractorOutput.ByMessage("I work at Acme.", name: null).ShouldBe(["user | WORKS_AT | Acme"]);
}
