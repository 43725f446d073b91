namespace Orleans.Batch.Extraction.Tests;

public sealed class DebianChangelogTests
{
    [Fact]
    public void ByText_AnEntry_SaysVersionAndMaintainer() => ExtractorOutput.ByText(
        """
        bash (5.2.15-2) unstable; urgency=medium

          * Remove one more pdf file without source. Closes: #1024598.
          * Anna works at Acme.

         -- Matthias Klose <doko@debian.org>  Mon, 02 Jan 2023 13:06:21 +0100
        """).ShouldBe([
            "bash | VERSION | \"5.2.15-2\" @2023-01-02T12:06:21Z",
            "bash | MAINTAINER | Matthias Klose @2023-01-02T12:06:21Z",
        ]);

    [Fact]
    public void ByText_ATrailerWithoutDate_IsDatedByTheItem() => ExtractorOutput.ByText(
        "a (1) unstable; urgency=low\n\n -- B C <b@c>  once\n").ShouldBe(["a | VERSION | \"1\"", "a | MAINTAINER | B C"]);

    [Theory]
    [InlineData("bash (5.2.15-2) unstable; urgency=medium")]
    [InlineData("bash (5.2.15-2) unstable\n\n -- A B <a@b>  Mon, 02 Jan 2023 13:06:21 +0100")]
    [InlineData("See bash (5.2) unstable; urgency=low\n\n -- A B <a@b>  Mon, 02 Jan 2023 13:06:21 +0100")]
    public void ByText_WhatIsNoWholeEntry_SaysNothing(string text) => ExtractorOutput.ByText(text).ShouldBeEmpty();
}
