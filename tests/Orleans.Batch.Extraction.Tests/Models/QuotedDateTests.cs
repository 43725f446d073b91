using Orleans.Batch.Models;

namespace Orleans.Batch.Extraction.Tests.Models;

/// <summary>A date counts if its words stand in the turn. The reference time is Thursday, 16 May 2024, 12:00 UTC.</summary>
public sealed class QuotedDateTests
{
    private const string Text = "I work at Acme since last Monday, in May 2020 or 2019; until June 2023, from 2018 to 2021, around 2015, next week, am Heiligabend 2022. Since 2030-01-01.";

    [Theory]
    [InlineData("since last Monday", "2020-01-01", " @2024-05-13")]
    [InlineData("last Monday", null, " @2024-05-13")]
    [InlineData("in May 2020", "2020-05-17", " @2020-05-01")]
    [InlineData("2019", null, " @2019-01-01")]
    [InlineData("am Heiligabend 2022", "2022-12-24", " @2022-12-24")]
    [InlineData("am Heiligabend 2022", "2022-12", " @2022-12-01")]
    [InlineData("am Heiligabend 2022", "2022-12-24T18:30:00+01:00", " @2022-12-24T17:30:00Z")]
    [InlineData("am Heiligabend 2022", "Christmas", "")]
    [InlineData("am Heiligabend 2022", "0001-01-01", "")]
    [InlineData("am Heiligabend 2022", "9999-12-31", "")]
    [InlineData("around 2015", "2015-01-01", " @2015-01-01")]
    [InlineData("next week", "2024-05-20", " @2024-05-20")]
    [InlineData("on Christmas Eve 2022", "2022-12-24", "")]
    [InlineData("SINCE LAST MONDAY", "2024-05-13", "")]
    [InlineData(null, "2022-12-24", "")]
    [InlineData("", "2022-12-24", "")]
    public void Read_OfABeginning_DatesIt(string? quote, string? at, string moment) =>
        Lines(quote, at).ShouldBe([$"Ada | WORKS_AT* | Acme{moment}"]);

    [Theory]
    [InlineData("since last Monday", "@2024-05-13")]
    [InlineData("until June 2023", "@2023-06-01")]
    [InlineData("from 2018 to 2021", "@2021-01-01")]
    [InlineData("invented", "")]
    public void Read_OfAnEnd_DatesIt(string quote, string moment) =>
        Lines(quote, null, ends: true).ShouldBe([$"end Ada | WORKS_AT* | Acme {moment}".TrimEnd()]);

    [Fact]
    public void Read_OfARange_StatesBothEnds() =>
        Lines("from 2018 to 2021", null).ShouldBe(["Ada | WORKS_AT* | Acme @2018-01-01", "end Ada | WORKS_AT* | Acme @2021-01-01"]);

    [Fact]
    public void Read_OfAnEndInThePast_StatesNoBeginning() =>
        Lines("until June 2023", null).ShouldBe(["end Ada | WORKS_AT* | Acme @2023-06-01"]);

    [Fact]
    public void Read_ReckonsFromTheTurnThatHasTheQuote()
    {
        var window = new ExtractionWindow([], [
            Windows.Turn("I work at Acme.", "Ada"),
            Windows.Turn("Since yesterday!", "Ada") with { ReferenceTime = ExtractorOutput.Reference.AddDays(10) },
            Windows.Turn("last year"),
        ]);

        Answers.Lines(window, Answers.WithFact(f => (f["episodes"], f["at_quote"]) = (new System.Text.Json.Nodes.JsonArray(1, 2), "yesterday")))
            .ShouldBe(["Ada | WORKS_AT* | Acme @2024-05-25"]);
        Answers.Lines(window, Answers.WithFact(f => (f["episodes"], f["at_quote"]) = (new System.Text.Json.Nodes.JsonArray(1, 2), "last year")))
            .ShouldBe(["Ada | WORKS_AT* | Acme"]);
    }

    [Theory]
    [InlineData("0001-01-01")]
    [InlineData("9999-12-31")]
    public void Read_AtAnEndOfTheCalendar_DoesNotFail(string reference)
    {
        var window = new ExtractionWindow([], [Windows.Turn("200 years ago") with { ReferenceTime = DateTimeOffset.Parse(reference + "T00:00:00Z") }]);

        Answers.Read(window, Answers.WithFact(f => f["at_quote"] = "200 years ago"))[0].Assertions.Count.ShouldBe(1);
    }

    private static string[] Lines(string? quote, string? at, bool ends = false) => Answers.Lines(
        new ExtractionWindow([], [Windows.Turn(Text, "Ada")]),
        Answers.WithFact(f => (f["at_quote"], f["at"], f["ends"]) = (quote, at, ends)));
}
