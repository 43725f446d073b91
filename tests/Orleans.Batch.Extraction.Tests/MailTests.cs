namespace Orleans.Batch.Extraction.Tests;

/// <summary>Texts that are emails, or exports of chats.</summary>
public sealed class MailTests
{
    [Theory]
    [InlineData("Email from Ada Berg <ada@example.org> to Tom Roe <tom@example.org> (subject: Move):\nTom,\n\nI moved to Graz.\n")]
    [InlineData("From: Ada Berg <ada@example.org>\nTo: \"Tom Roe\" <tom@example.org>\nSubject: Move\n\nI moved to Graz.\n")]
    public void ByText_AnEmail_NamesAddressesAndIsInThePersonOfItsSender(string text) => ExtractorOutput.ByText(text).ShouldBe(
        ["Ada Berg | EMAIL | \"ada@example.org\"", "Tom Roe | EMAIL | \"tom@example.org\"", "Ada Berg | LIVES_IN | Graz"]);

    [Theory]
    [InlineData("From: here to there\nI moved to Graz.")]
    [InlineData("Ada Berg <ada@example.org> wrote: I moved to Graz.")]
    [InlineData("Email from <ada@example.org> to <tom@example.org>:\nI moved to Graz.")]
    public void ByText_WhatIsNoEmail_NamesNoOne(string text) => ExtractorOutput.ByText(text).ShouldBeEmpty();

    [Theory]
    [InlineData("Ada Berg (Slack #general, 2025-05-12 16:00 UTC): I moved to Graz.\nTom Roe (Slack #general, 2025-05-12 16:10 UTC): I moved to Linz.", "Ada Berg | LIVES_IN | Graz", "Tom Roe | LIVES_IN | Linz")]
    [InlineData("Ada (10:30): I moved to Graz.", "Ada | LIVES_IN | Graz")]
    [InlineData("Note (important): I moved to Graz.")]
    [InlineData("Ada Berg: I moved to Graz.")]
    public void ByText_LinesWithNameAndPlace_AreTurns(string text, params string[] said) => ExtractorOutput.ByText(text).ShouldBe(said);

    [Fact]
    public void ByText_ALineBrokenInsideASentence_GoesOn() =>
        ExtractorOutput.ByText("The Apollo launch depends on the ACTUATOR-09 shipment from\nWestbridge Components. Tom works for\nAcme and lives\nin Graz.").ShouldBe(
            ["Apollo launch | DEPENDS_ON* | ACTUATOR-09 shipment from Westbridge Components", "Tom | WORKS_AT | Acme", "Tom | LIVES_IN | Graz"]);
}
