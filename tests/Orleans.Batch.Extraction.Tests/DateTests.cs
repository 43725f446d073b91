namespace Orleans.Batch.Extraction.Tests;

/// <summary>Every form of date, with a verb that takes any; the reference time is Thursday, 16 May 2024, 12:00 UTC.</summary>
public sealed class DateTests
{
    [Theory]
    [InlineData("in 2019", "2019-01-01")]
    [InlineData("in March 2021", "2021-03-01")]
    [InlineData("in March, 2021", "2021-03-01")]
    [InlineData("in Sept 2021", "2021-09-01")]
    [InlineData("on 5 May 2020", "2020-05-05")]
    [InlineData("on 5th May 2020", "2020-05-05")]
    [InlineData("on the 5th of May, 2020", "2020-05-05")]
    [InlineData("on May 5, 2020", "2020-05-05")]
    [InlineData("on May 5th 2020", "2020-05-05")]
    [InlineData("on 2020-05-05", "2020-05-05")]
    [InlineData("at 2020-05-05T10:30:00+02:00", "2020-05-05T08:30:00Z")]
    [InlineData("in 2020-05", "2020-05-01")]
    [InlineData("in Q3 2022", "2022-07-01")]
    [InlineData("in the summer of 2022", "2022-06-01")]
    [InlineData("in winter 2022", "2022-12-01")]
    [InlineData("in early 2022", "2022-01-01")]
    [InlineData("in March", "2024-03-01")]
    [InlineData("in August", "2023-08-01")]
    [InlineData("on 5 May", "2024-05-05")]
    [InlineData("on 20 May", "2023-05-20")]
    [InlineData("on Monday", "2024-05-13")]
    [InlineData("on Thursday", "2024-05-16")]
    [InlineData("on the 10th", "2024-05-10")]
    [InlineData("on the 17th", "2024-04-17")]
    [InlineData("on the 31st", "2024-03-31")]
    [InlineData("last night", "2024-05-15")]
    [InlineData("last weekend", "2024-05-11")]
    [InlineData("this past weekend", "2024-05-11")]
    [InlineData("over the weekend", "2024-05-11")]
    [InlineData("last Thursday", "2024-05-09")]
    [InlineData("yesterday", "2024-05-15")]
    [InlineData("last week", "2024-05-06")]
    [InlineData("last month", "2024-04-01")]
    [InlineData("last year", "2023-01-01")]
    [InlineData("last June", "2023-06-01")]
    [InlineData("last winter", "2023-12-01")]
    [InlineData("this week", "2024-05-13")]
    [InlineData("this month", "2024-05-01")]
    [InlineData("this year", "2024-01-01")]
    [InlineData("three weeks ago", "2024-04-25")]
    [InlineData("a year ago", "2023-05-16")]
    [InlineData("10 months ago", "2023-07-16")]
    [InlineData("effective 1 May 2024", "2024-05-01")]
    [InlineData("starting in April 2024", "2024-04-01")]
    public void ByText_ADate_DatesWhatBegan(string date, string at) =>
        ExtractorOutput.ByText($"Maria joined Acme {date}.").ShouldBe([$"Maria | WORKS_AT | Acme @{at}"]);

    [Theory]
    [InlineData("today")]
    [InlineData("now")]
    [InlineData("this morning")]
    [InlineData("")]
    public void ByText_TodayOrNoDate_IsTheReferenceTime(string date) =>
        ExtractorOutput.ByText($"Maria joined Acme {date}.").ShouldBe(["Maria | WORKS_AT | Acme"]);

    [Theory]
    [InlineData("next week")]
    [InlineData("tomorrow")]
    [InlineData("in 2031")]
    [InlineData("on 1 June 2024")]
    [InlineData("before 2019")]
    [InlineData("around 2019")]
    [InlineData("on 05/06/2020")]
    [InlineData("after May 2020")]
    [InlineData("a few years ago")]
    [InlineData("years ago")]
    [InlineData("a while back")]
    public void ByText_WhatIsToComeOrOnlyNear_DatesNothing(string date) =>
        ExtractorOutput.ByText($"Maria joined Acme {date}.").ShouldBeEmpty();

    [Theory]
    [InlineData("Maria has worked at Acme since 2019.", "Maria | WORKS_AT | Acme @2019-01-01")]
    [InlineData("Maria has worked at Acme for three years.", "Maria | WORKS_AT | Acme @2021-05-16")]
    [InlineData("Since 2019, Maria works at Acme.", "Maria | WORKS_AT | Acme @2019-01-01")]
    [InlineData("As of May 2024, Maria works at Acme.", "Maria | WORKS_AT | Acme @2024-05-01")]
    [InlineData("Maria works at Acme until 2026-01-01.", "Maria | WORKS_AT | Acme", "end Maria | WORKS_AT | Acme @2026-01-01")]
    [InlineData("Maria worked at Acme from 2015 to 2019.", "Maria | WORKS_AT | Acme @2015-01-01", "end Maria | WORKS_AT | Acme @2019-01-01")]
    [InlineData("Maria worked at Acme (2015–2019).", "Maria | WORKS_AT | Acme @2015-01-01", "end Maria | WORKS_AT | Acme @2019-01-01")]
    [InlineData("Maria worked at Acme from 2015-2019.", "Maria | WORKS_AT | Acme @2015-01-01", "end Maria | WORKS_AT | Acme @2019-01-01")]
    [InlineData("Maria worked at Acme between May 2015 and June 2019.", "Maria | WORKS_AT | Acme @2015-05-01", "end Maria | WORKS_AT | Acme @2019-06-01")]
    [InlineData("Maria worked at Acme until 2019.", "end Maria | WORKS_AT | Acme @2019-01-01")]
    [InlineData("Maria worked at Acme in 2019.", "Maria | WORKS_AT | Acme @2019-01-01", "end Maria | WORKS_AT | Acme @2020-01-01")]
    [InlineData("Maria has worked at Acme from 2019 to now.", "Maria | WORKS_AT | Acme @2019-01-01")]
    [InlineData("Maria used to work at Acme.", "end Maria | WORKS_AT | Acme")]
    [InlineData("Maria worked at Acme.")]
    [InlineData("Maria worked at Acme for three years.")]
    [InlineData("Maria had joined Acme.")]
    public void ByText_TenseAndDate_SayFromWhenToWhen(string text, params string[] said) => ExtractorOutput.ByText(text).ShouldBe(said);

    [Fact]
    public void ByText_ReferenceTimesAtTheEndsOfTheCalendar_AreNoFault()
    {
        foreach (var at in new[] { DateTimeOffset.MinValue, DateTimeOffset.MaxValue })
        {
            var item = ExtractorOutput.Item(DataType.Text, "Maria joined Acme 200 years ago. Tom joined Acme last week. Eva joined Acme in May.") with { ReferenceTime = at };
            ExtractorOutput.Extract(item).Assertions.Count.ShouldBe(3);
        }
    }
}
