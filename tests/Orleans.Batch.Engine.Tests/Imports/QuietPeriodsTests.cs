using System.Globalization;
using Orleans.Batch.Imports;

namespace Orleans.Batch.Engine.Tests.Imports;

/// <summary>When quiet hours begin and end, also over midnight and where clocks change.</summary>
public sealed class QuietPeriodsTests
{
    [Theory]
    [InlineData("08:00", "18:00", "UTC", "2026-05-04T07:59:59Z", null, "2026-05-04T08:00:00Z")]
    [InlineData("08:00", "18:00", "UTC", "2026-05-04T08:00:00Z", "2026-05-04T18:00:00Z", "2026-05-05T08:00:00Z")]
    [InlineData("08:00", "18:00", "UTC", "2026-05-04T18:00:00Z", null, "2026-05-05T08:00:00Z")]
    [InlineData("22:00", "06:00", "UTC", "2026-05-04T23:00:00Z", "2026-05-05T06:00:00Z", "2026-05-05T22:00:00Z")]
    [InlineData("22:00", "06:00", "UTC", "2026-05-05T05:59:00Z", "2026-05-05T06:00:00Z", "2026-05-05T22:00:00Z")]
    [InlineData("08:00", "18:00", "Europe/Berlin", "2026-07-01T06:30:00Z", "2026-07-01T16:00:00Z", "2026-07-02T06:00:00Z")]
    [InlineData("08:00", "18:00", "Europe/Berlin", "2026-12-01T06:30:00Z", null, "2026-12-01T07:00:00Z")]
    [InlineData("20:00", "23:30", "Pacific/Auckland", "2026-06-30T10:00:00Z", "2026-06-30T11:30:00Z", "2026-07-01T08:00:00Z")]
    [InlineData("22:00", "04:00", "Europe/Berlin", "2026-03-29T00:30:00Z", "2026-03-29T02:00:00Z", "2026-03-29T20:00:00Z")] // clocks go forward
    [InlineData("22:00", "04:00", "Europe/Berlin", "2026-10-25T00:30:00Z", "2026-10-25T03:00:00Z", "2026-10-25T21:00:00Z")] // and back
    [InlineData("02:30", "05:00", "Europe/Berlin", "2026-03-29T01:40:00Z", "2026-03-29T03:00:00Z", "2026-03-30T00:30:00Z")] // 02:30 does not exist
    public void EndAndNextBegin(string from, string to, string zone, string now, string? end, string next)
    {
        var hours = new QuietHours(TimeOnly.Parse(from, CultureInfo.InvariantCulture), TimeOnly.Parse(to, CultureInfo.InvariantCulture), zone);

        QuietPeriods.EndOf(hours, At(now)).ShouldBe(end is null ? null : At(end));
        QuietPeriods.NextBegin(hours, At(now)).ShouldBe(At(next));
    }

    private static DateTimeOffset At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
