namespace Orleans.Batch.Extraction.Tests;

/// <summary>The labels that a sentence gives to its subject and its object, also where the fact swaps them.</summary>
public sealed class LabelTests
{
    [Theory]
    [InlineData("Ian Murdock founded Debian.", null, "Organization")]
    [InlineData("Debian was founded by Ian Murdock.", null, "Organization")]
    [InlineData("Anna maintains Libfoo.", null, "Person")]
    [InlineData("Anna works at Acme.", "Person", "Organization")]
    public void ByText_AVerb_LabelsBoth(string text, string? subject, string? target)
    {
        var said = ExtractorOutput.Extract(ExtractorOutput.Item(DataType.Text, text)).Assertions.ShouldHaveSingleItem();
        (said.Subject.Label, said.Object.ShouldNotBeNull().Label).ShouldBe((subject, target));
    }
}
